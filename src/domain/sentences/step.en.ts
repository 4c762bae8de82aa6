import type { ContactDifference, ContactField } from '../contact-fields.js'
import { callInEnglish, type Call } from './call.en.js'
import { failureWords, quoted, words } from './english-text.js'
import { type StatedRequirement, unmetInEnglish } from './requirement.en.js'

interface Courses {
  /** Titles, as Odoo has them. */
  readonly courses: readonly string[]
}

/** Who did something: an id, for which the API shows a name. */
interface By {
  readonly by: string
}

/** A certificate by its number. */
interface Certificate {
  readonly number: string
}

/** A status in Odoo that somebody has moved back. */
export interface MovedStatus {
  /** `course`: its title. */
  readonly of: 'stage' | 'elearning' | { readonly course: string }
  readonly found: string
  readonly restored: string
}

const MOVED = { stage: 'student’s stage', elearning: 'student’s eLearning status' }

const CONTACT_FIELDS: Readonly<Record<ContactField, string>> = {
  name: 'name',
  email: 'email address',
  phone: 'phone number',
  language: 'language',
}

const FOLLOWED: Readonly<Record<string, string>> = {
  revoked: 'was revoked in Odoo',
  expired: 'was set to expired in Odoo, before its last day',
  valid: 'is valid again in Odoo',
}

/** The messages of steps, in English. Some have several sentences, also of those of tasks. */
export const stepSentences = {
  // How an application begins.
  application_received: () => 'Application received.',
  adopted_without_course: () => 'Adopted: Odoo shows no course that the student has begun.',
  adopted_in_training: ({ courses }: Courses) => `Adopted in training: ${quoted(courses)}.`,
  adopted_after_end: () => 'Adopted from the records in Odoo: the application has ended.',
  eligible: () => 'Eligible.',
  review_required: () => 'Manual review required.',
  policy_changed: () => 'The policy has changed: assessing again.',
  facts_changed: () => 'Facts have changed in Odoo: checking again.',

  // Enrollment in courses.
  enrolling: ({ courses }: Courses) => `Enrolling in: ${quoted(courses)}.`,
  program_without_course: () => 'The program has no course.',
  agent_awaited: ({ courses }: Courses) =>
    `Waiting for an agent to enroll the student in: ${quoted(courses)}.`,
  agent_enrolls_in: ({ by, courses }: Courses & By) =>
    `Agent ${by} enrolls the student in: ${quoted(courses)}.`,
  contact_unclear: () => 'It is not clear which contact the student is.',
  other_contact: () => 'The student has another contact in Odoo.',
  searching_contact: () => 'Searching for the contact again.',
  access_refused: () => 'Odoo did not grant access.',
  welcome_not_delivered: () => 'The welcome email could not be delivered.',
  welcome_again: () => 'Sending the welcome email again.',

  // A task for a person.
  decided: ({ decision, by }: By & { decision: string }) => `Decision "${decision}" by ${by}.`,
  no_decision: () => 'No decision before the deadline.',
  agent_reminded: () => 'Reminded the agent.',
  escalated: () => 'Escalated: no decision yet.',
  checking_again: () => 'Checking again.',
  retrying: () => 'Retrying.',
  retrying_automatically: () => 'Retrying automatically.',

  // A call that does not succeed at once.
  call_delayed: ({ call, failure }: { call: Call; failure: string }) =>
    `Delayed (${failureWords(failure)}): ${callInEnglish(call)}. Retrying until it succeeds.`,
  call_continues: ({ call }: { call: Call }) => `Continuing: ${callInEnglish(call)}.`,
  call_stopped: ({ call }: { call: Call }) => `Stopped at: ${callInEnglish(call)}.`,
  call_retried: ({ call }: { call: Call }) => `Retrying: ${callInEnglish(call)}.`,
  email_given_up: ({ mail, version }: { mail: string; version: string }) =>
    `Given up: email ${mail} ${version}. The email ledger has the reason.`,

  // The training.
  training_started: () => 'Training started.',
  adopted_progress: ({ courses, milestone }: Courses & { milestone: number | null }) =>
    `Adopted: started ${quoted(courses) || 'no course'}${milestone === null ? '.' : `, milestone ${milestone} % passed before.`}`,
  first_progress: ({ courses }: Courses) => `First progress in: ${quoted(courses)}.`,
  course_completed: ({
    course,
    overall,
    threshold,
  }: {
    course: string
    overall: number
    threshold: number
  }) => `Course "${course}" completed: ${overall} % of ${threshold} %.`,
  completed_in_odoo: () => 'Its tracker was set to completed in Odoo.',
  milestone_reached: ({ percent, progress }: { percent: number; progress: number }) =>
    `Milestone ${percent} % (program at ${progress} %).`,
  reminder_sent: ({ number, days }: { number: number; days: number }) =>
    `Reminder ${number}: no progress for ${days} days.`,
  sign_in_reminder_sent: ({ number }: { number: number }) =>
    `Sign-in reminder ${number}: the learner has never signed in.`,
  reminder_not_wanted: ({ number }: { number: number }) =>
    `Reminder ${number} is due and not sent: the learner has switched reminders off.`,
  reminders_switched: ({ off }: { off: boolean }) =>
    `The learner has switched reminders ${off ? 'off' : 'on'}.`,
  contact_answered: ({
    answer,
    by,
    partnerId,
  }: By & { answer: 'same_person' | 'another_person'; partnerId: number }) =>
    `Decision "${answer}" by ${by}: contact ${partnerId} is ${answer === 'same_person' ? 'the student' : 'another person'}.`,
  contact_differs: ({ field, because }: ContactDifference) =>
    because === 'has_login'
      ? 'The email address of the student was corrected, but not that of the contact, which is a user: change the address and the login in Odoo.'
      : `The ${CONTACT_FIELDS[field]} of the student was corrected, but not that of the contact, which somebody had changed: correct it in Odoo if it is wrong.`,
  status_set_back: ({ of, found, restored }: MovedStatus) =>
    `The ${typeof of === 'string' ? MOVED[of] : `status of the course "${of.course}"`} was changed in Odoo from "${words(restored)}" to "${words(found)}". It was set back, because the orchestrator decides it.`,
  certificate_requested: () => 'All courses complete: the certificate is requested.',

  // What staff should check during a training.
  nothing_to_check: () => 'Nothing needs attention any more.',
  deadline_over: () => 'The deadline has passed.',
  stalled: ({ days }: { days: number }) => `No progress for ${days} days.`,
  contact_may_be_student: ({ partnerId, courses }: Courses & { partnerId: number }) =>
    `Contact ${partnerId} may be the student: it has joined ${quoted(courses)}.`,
  deleted_in_odoo: ({ record }: { record: 'student' | 'program' }) => `The ${record} was deleted in Odoo.`,
  course_is_archived: ({ courses }: Courses) =>
    `Archived in Odoo: the eLearning course of ${quoted(courses)}.`,
  has_several_trackers: ({ courses }: Courses) =>
    `The student has several progress trackers: ${quoted(courses)}.`,
  has_no_contact: () => 'The student has no contact any more.',
  contact_is_archived: () => 'The contact of the student is archived.',
  contact_is_shared: () => 'Another student has the same contact.',
  tracker_missing: ({ courses }: Courses) => `The progress tracker is missing: ${quoted(courses)}.`,
  has_lost_access: ({ courses }: Courses) => `The student has lost access to: ${quoted(courses)}.`,
  access_is_unknown: ({ courses }: Courses) =>
    `The status of the student’s access is unknown: ${quoted(courses)}.`,
  status_changed_repeatedly: () => 'A status is changed in Odoo again and again.',

  // Commands.
  paused: ({ by }: By) => `Paused by ${by}.`,
  resumed: ({ by }: By) => `Resumed by ${by}.`,
  deadline_moved: ({ day, by }: By & { day: string }) => `Deadline moved to ${day} by ${by}.`,
  declared_completed: ({ course, by }: By & { course: string }) =>
    `Course "${course}" declared completed by ${by}.`,
  moved_to_policy: ({ from, to, by }: By & { from: number | null; to: number }) =>
    `Moved ${from === null ? '' : `from policy version ${from} `}to policy version ${to} by ${by}.`,
  read_again: ({ by }: By) => `Read again from Odoo for ${by}.`,

  // The certificate.
  validating: () => 'Validating all requirements.',
  requirements_not_met: ({ unmet }: { unmet: readonly StatedRequirement[] }) =>
    `Requirements are not met: ${unmet.map(unmetInEnglish).join('; ')}.`,
  evidence_changed: () => 'Evidence has changed: checking again.',
  generating: () => 'Generating the certificate: all requirements met.',
  generating_anyway: ({ by }: By) => `Generating the certificate: issued anyway by ${by}.`,
  certificate_not_delivered: ({ number }: Certificate) =>
    `Certificate ${number} is issued, but its email could not be delivered.`,
  certificate_email_again: () => 'Sending the certificate email again.',
  record_deleted_in_odoo: ({ number }: Certificate) =>
    `The record of certificate ${number} was deleted in Odoo. The certificate counts as withdrawn.`,
  record_is_back: () => 'The record is in Odoo again.',
  certificate_followed: ({ number, state }: Certificate & { state: string }) =>
    `Certificate ${number} ${FOLLOWED[state] ?? `is ${state}`}.`,

  // How a flow ends.
  enrolled_in_all: () => 'Enrolled in every course; training has started.',
  already_certified: () => 'Odoo already has a certificate of this program.',
  already_finished: () => 'The student has finished the program already.',
  program_not_open: ({ status }: { status: string }) => `The program is ${status}.`,
  rejected: () => 'Rejected by a person.',
  withdrawn: ({ by }: By) => `Withdrawn by ${by}.`,
  ended_of_other_person: ({ by }: By) => `Ended by ${by}: the student’s record is about another person.`,
  cancelled: () => 'Cancelled by an operator.',
  certified: ({ number }: Certificate) => `Certified: ${number}.`,
  certificate_declined: () => 'The certificate was declined.',
  declined: () => 'A person declined the certificate.',
  certificate_cancelled: () => 'Cancelled: the student withdrew, or an operator ended it.',
  certificate_sent: ({ number }: Certificate) => `Certificate ${number} is issued and sent.`,
  certificate_valid_again: ({ number }: Certificate) =>
    `Certificate ${number} is valid again: its record is in Odoo.`,
  certificate_stays_withdrawn: ({ number, by }: Certificate & By) =>
    `Certificate ${number} stays withdrawn, as ${by} decided.`,
  certificate_recorded_again: ({ number, by }: Certificate & By) =>
    `Certificate ${number} was recorded again by ${by}. It is valid.`,
}
