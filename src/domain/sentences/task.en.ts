import { quoted, words } from './english-text.js'
import { type StatedRequirement, unmetInEnglish } from './requirement.en.js'

const WITHDRAW = 'end the training with the API’s “withdraw” command'

interface Courses {
  /** Titles, as Odoo has them. */
  readonly courses: readonly string[]
}

/**
 * What tasks tell staff, in English: one entry for each sentence, or for sentences that are always
 * said together.
 */
export const taskSentences = {
  // The verdict and its reasons.
  not_eligible: () => 'Not eligible:',
  fact_missing: () => 'A fact is missing:',
  waiting_for_more: () => 'Waiting for more information.',
  complete_or_decide: () =>
    'Complete the record in Odoo, and the student is assessed again automatically; or approve, reject, or ask for more.',
  approve_despite_rules: () => 'Approve despite the rules, reject, or ask for more.',
  birth_date_implausible: () => 'The birth date is not a plausible birth date.',
  birth_date_missing: () => 'The birth date is missing.',
  age_outside: ({ age, min, max }: { age: number; min: number | null; max: number | null }) =>
    `Age ${age} is outside ${min ?? 'any age'} to ${max ?? 'any age'}.`,
  english_missing: () => 'The level of English is missing.',
  english_not_accepted: ({ level, accepted }: { level: string; accepted: readonly string[] }) =>
    `Level of English "${level}" is not among: ${accepted.join(', ')}.`,
  no_prior_certificate: () => 'There is no prior certificate.',
  document_not_approved: ({ type, state }: { type: string; state: string }) =>
    `Document "${type}" is ${state}, not approved.`,
  document_not_requested: ({ type }: { type: string }) => `Document "${type}" has not been requested yet.`,

  // The contact of the student.
  no_address: () =>
    'The student has no single, valid email address. Correct it in Odoo (the application then continues automatically), choose the contact to use, or create a new contact.',
  several_contacts: () =>
    'Several contacts in Odoo have this student’s email address. Choose the one to use, or create a new contact. If you merge duplicates in Odoo instead, choose “retry” afterwards.',
  unclear_contact: () =>
    'A contact in Odoo has an email field that cannot be read as one address, but contains this student’s address. Correct the field in Odoo and choose “retry”, choose the contact to use, or create a new contact.',
  only_contact_archived: () =>
    'The only contact with this student’s email address is archived. Restore it in Odoo and retry, choose another contact, or create a new contact.',
  linked_contact_archived: () =>
    'This student is linked to an archived contact. Restore it in Odoo and retry, choose another contact, or create a new contact.',
  linked_contact_missing: () =>
    'The contact that this student was linked to no longer exists in Odoo. Choose another contact, or create a new contact.',
  chosen_contact_missing: () =>
    'The chosen contact does not exist in Odoo. Choose another contact, or create a new contact.',
  chosen_contact_archived: () =>
    'The chosen contact is archived. Restore it in Odoo and choose it again, choose another contact, or create a new contact.',
  chosen_contact_of_other: ({ studentId }: { studentId: number }) =>
    `The chosen contact is the contact of student ${studentId}, and a contact belongs to one student at most. If both are the same person, remove the contact from that student in Odoo and choose it again, or reject this application. If not, choose another contact, or create a new contact.`,
  contact_of_other: ({ studentId }: { studentId: number }) =>
    `The contact with this email address is already linked to student ${studentId}. If both are the same person, reject this application, or remove the contact from that student in Odoo and choose “retry”. If not, correct the address in Odoo or create a new contact.`,
  mailbox_of_other: ({ studentId }: { studentId: number }) =>
    `Student ${studentId} has the same email address. If both are the same person, reject this application. If not, correct the address in Odoo or create a new contact.`,
  contact_of_both: ({ studentId }: { studentId: number }) =>
    `This student and student ${studentId} are linked to the same contact. If it is this student’s, remove it from the other student in Odoo and choose “retry”. If not, choose another contact, or create a new contact. If both are the same person, reject this application.`,

  // Enrollment in courses.
  no_course: () => 'The program has no active course integration. Activate one in Odoo, then choose "retry".',
  agent_enrolls: ({ courses }: Courses) =>
    `An agent enrolls students in these courses: ${quoted(courses)}. Review the student, then enroll them.`,
  access_not_reported: ({ course }: { course: string }) =>
    `Odoo did not report on the course "${course}". Check its access in Odoo, then choose "retry".`,
  access_course_missing: () =>
    'The eLearning course no longer exists in Odoo. Link the course integration to another course.',
  access_course_archived: () =>
    'The eLearning course is archived in Odoo. Restore it, or archive the course integration.',
  access_course_for_sale: () =>
    'The eLearning course is for sale, so access requires an order. Sell it to the contact, or change its enrollment policy.',
  access_course_unpublished: () =>
    'The eLearning course is not published, so the student could not open it. Publish it in Odoo.',
  access_left: () =>
    'The student’s membership of the course is archived: they left, or failed the last attempt. Restore it in Odoo if they go on.',
  access_contact_archived: () =>
    'The contact of the student is archived or no longer exists. Restore it in Odoo.',
  access_integration_inactive: () =>
    'The course integration is not active. Activate it in Odoo, or leave this course out.',
  access_not_granted: () =>
    'Odoo did not grant access to the eLearning course and gave no reason. Check that the bot user is an eLearning manager.',
  welcome_undelivered: () =>
    'The student’s email address is missing or does not work. Correct it in Odoo, and the email is sent again automatically; or choose "skip" to continue without it.',

  // The training.
  deadline_passed: () =>
    'The deadline of the program has passed. Set a later one with the API’s “extend” command, declare courses completed with “override”, or end the training with “withdraw”.',
  no_progress: ({ days, remindersOff }: { days: number; remindersOff: boolean }) =>
    `No progress for ${days} days${remindersOff ? ', and the learner has switched reminders off' : ' despite reminders'}. Contact the student. The API’s “pause” command stops the clock, “extend” sets a later deadline, “withdraw” ends the training.`,
  second_contact: ({ partnerId, courses }: Courses & { partnerId: number }) =>
    `Contact ${partnerId} in Odoo has the student’s email address and has joined ${quoted(courses)}, but is not the student’s contact. Is this the same person? If so, choose “same_person”: what that contact learns then counts for the student. Merging the two contacts in Odoo settles it, too, but keep the student’s one: Odoo deletes the memberships of the other if both are in one course, and its lessons if both have opened one of them. If not, choose “another_person”: you will not be asked about this contact again.`,
  record_deleted: ({ record }: { record: 'student' | 'program' }) =>
    `The ${record} was deleted in Odoo, so the training cannot continue. To close it, ${WITHDRAW}.`,
  course_archived: ({ courses }: Courses) =>
    `The eLearning course of ${quoted(courses)} is archived in Odoo, so the student cannot open it. Restore it, or archive the course integration if the program no longer has this course. Then use the API’s “resync” command.`,
  several_trackers: ({ courses }: Courses) =>
    `The student has more than one progress tracker for ${quoted(courses)} in Odoo. The furthest one counts, and of equal ones the older. Delete the others in Odoo; the change is noticed automatically.`,
  contact_unlinked: () =>
    `The contact of the student was deleted in Odoo, or removed from the student. Choose the contact on the student’s form in Odoo and grant it access to the courses; the change is noticed automatically. Or ${WITHDRAW}.`,
  contact_archived: () =>
    `The contact of the student is archived in Odoo. Restore it and use the API’s “resync” command, or choose another contact on the student’s form in Odoo. Or ${WITHDRAW}.`,
  contact_shared: ({ studentIds }: { studentIds: readonly number[] }) =>
    `This student shares a contact with another one (student ${studentIds.join(', ')}), for example because their contacts were merged. The eLearning progress of that contact counts for nobody until you decide whose it is. Keep it on the form of that student in Odoo, and choose another contact for everybody else; the change is noticed automatically.`,
  tracker_lost: ({ courses }: Courses) =>
    `The student’s progress tracker for ${quoted(courses)} was deleted in Odoo, or moved to another student or course. Create a tracker for the student and the course in Odoo; it is noticed automatically. Or ${WITHDRAW}.`,
  access_lost: ({ courses, areArchived }: Courses & { areArchived: boolean }) =>
    `The student has lost access to ${quoted(courses)}: ${areArchived ? 'they left, or failed the last attempt' : 'they left or failed the last attempt, or somebody deleted their membership'}. Grant access again in Odoo; the change is noticed automatically. Or declare the course completed with the API’s “override” command, or end the training with “withdraw”.`,
  access_unknown: ({ courses }: Courses) =>
    `Odoo has an attendee status for ${quoted(courses)} that is not one of its own. Set one of Odoo’s own statuses there; the change is noticed automatically. Or declare the course completed with the API’s “override” command, or ${WITHDRAW}.`,
  status_contested: () =>
    'A status of this student is changed in Odoo again and again, although the orchestrator decides it and has set it back several times. Look for the person, automation rule or scheduled action that changes it; the command "doctor" names the scheduled actions of the suite. It is set back again after an hour. To complete a course below its threshold, use the API’s “override” command; to end the training, use “withdraw”.',

  // The certificate.
  requirements_unmet: ({ unmet }: { unmet: readonly StatedRequirement[] }) =>
    `Not met: ${unmet.map(unmetInEnglish).join('; ')}. Complete the records in Odoo, and the requirements are checked again automatically; or issue the certificate anyway with a reason, or decline it.`,
  certificate_undelivered: () =>
    'The student’s email address is missing or does not work. Correct it in Odoo and choose "retry", or hand the certificate over and choose "skip".',
  certificate_deleted: ({ number }: { number: string }) =>
    `The record of certificate ${number} was deleted in Odoo, so the public page says that the certificate has been withdrawn. If that was a mistake, choose "record_again": it is entered in Odoo again and becomes valid. If it is to stay withdrawn, choose "decline" with a reason.`,

  // A call that a person must make possible.
  /** How a call failed. `text`: more exactly, as our own sentence without a key. */
  call_failed: ({ text }: { failure: string; text: string }) => text,
  /** What an earlier version has said, in English only. */
  as_it_is: ({ text }: { text: string }) => text,
  grant_right: () => 'Give the bot user the missing right, then choose "retry".',
  another_person: () =>
    'This happens when a backup of Odoo was restored and ids are used again. Nothing is written or emailed until you decide. If it is the same person after all, choose "same_person". If not, choose "end": the application is closed, and the person in the record can apply. Or correct the record in Odoo, then choose "retry".',
  restore_record: () =>
    'Restore it, then choose "retry". To end the application instead, use the API’s “withdraw” command.',
  ask_doctor: () => 'The command "doctor" shows what is missing and how to fix it. Then choose "retry".',
  correct_record: () => 'Correct the record in Odoo, then choose "retry".',

  // An email that was not delivered.
  email_without_address: ({ mail }: { mail: string }) =>
    `The ${words(mail)} email was not sent, because no email address is known. Enter one in Odoo.`,
  email_rejected: ({ mail }: { mail: string }) =>
    `The mail server rejected the ${words(mail)} email. Correct the email address in Odoo.`,
}
