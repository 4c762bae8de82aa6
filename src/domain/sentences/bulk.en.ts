import type { Quoted } from './quoted.js'
import { words } from './english-text.js'

/** Why a person will be asked for the contact of a student. */
export type ContactDoubt =
  'link_missing' | 'link_archived' | 'shared_address' | 'several_contacts' | 'only_archived' | 'of_another'

const CONTACT_DOUBTS: Readonly<Record<ContactDoubt, string>> = {
  link_missing: 'the linked contact no longer exists',
  link_archived: 'the linked contact is archived',
  shared_address: 'another student has the same email address, and one of both can have its contact',
  several_contacts: 'several contacts have the student’s email address',
  only_archived: 'the only contact with the student’s email address is archived',
  of_another: 'the contact is that of another student',
}

/** What bulk operations, and plans of who would apply, say about a student. In English. */
export const bulkSentences = {
  // Why nothing would happen, or does not.
  application_in_progress: () => 'An application of the student is in progress.',
  application_begun_or_ended: () => 'The application is in progress, or has ended.',
  application_ended: ({ stage }: { stage: string }) => `The application has ended: ${stage}.`,
  application_over: () => 'The application has ended.',
  application_of_other_person: () => 'The application in progress is about another person.',
  applies_to_other_program: () => 'The student applies to another program.',
  training_not_begun: () => 'The training has not begun.',
  training_over: () => 'The training has ended.',
  student_gone: () => 'The student no longer exists in Odoo.',
  student_withdrawn: () => 'The student has withdrawn.',
  student_not_read: () => 'The student has not been read from Odoo yet.',
  no_such_task: ({ kind }: { kind: string }) => `No task of the kind “${kind}” is open.`,
  task_accepts: ({ decisions }: { decisions: readonly string[] }) =>
    `The open task accepts: ${decisions.join(', ') || 'no decision'}.`,
  no_course_for_agent: () => 'None of the named courses waits for an agent.',
  course_not_of_program: ({ courseIntegrationId }: { courseIntegrationId: number }) =>
    `Course integration ${courseIntegrationId} is not a course of the program.`,
  course_done_already: () => 'The course is completed already.',
  paused_already: () => 'The training is paused already.',
  not_paused: () => 'The training is not paused.',
  no_deadline: () => 'The training has no deadline that could be moved by days.',
  under_version_already: () => 'The application is under this version already.',
  no_email_to_resend: ({ mail }: { mail: string }) =>
    `There is no email of the kind “${mail}” that could be sent again.`,
  no_email_any_more: () => 'There is no email any more that could be sent again.',
  email_on_its_way: () => 'The email is still on its way.',
  no_workflow: () => 'No workflow that accepts this command is running.',
  changed_since_preview: () => 'Changed since the preview.',
  held_by_operation: ({ operationId }: { operationId: number }) =>
    `Bulk operation ${operationId} is changing this student.`,
  awaited_by_operation: ({ operationId }: { operationId: number }) =>
    `Bulk operation ${operationId} is about to change this student.`,
  given_up: ({ attempts }: { attempts: number }) => `Given up after ${attempts} attempts.`,

  // What somebody should know before.
  taken_over: () =>
    'In training already: taken over as they are, without an email about what was reached before.',
  starts_again: () => 'An application that has ended starts again, with emails of its own.',
  last_course: () =>
    'It is the last course that is not completed: the requirements of the certificate are checked, and it is issued and emailed if they are met.',
  /** `because`: the reason as sentences. Absent: of an earlier version. */
  rule_changes: ({ kind, reason }: { kind: string; reason: string; because?: readonly Quoted[] }) =>
    `${words(kind)}: ${reason}`,
  decision_not_undoable: () => 'A decision cannot be undone.',
  completion_not_undoable: () =>
    'A course that is declared completed stays completed: this cannot be undone.',
  email_not_undoable: () => 'An email cannot be taken back.',
  withdrawal_not_undoable: () => 'A withdrawal cannot be undone: enroll the student again, as a new run.',

  // Why an undo leaves something as it is.
  not_undone: () => 'Not undone.',
  had_not_begun: () => 'It had not begun.',
  has_ended: ({ stage }: { stage: string }) => `It has ended: ${stage}.`,
  completion_stays: () => 'A course that was declared completed stays completed.',
  reading_stays: () => 'What was read from Odoo stays: it is what Odoo has.',
  resumed_since: () => 'Somebody has resumed the training since.',
  resumed_and_paused_since: () => 'Somebody has resumed and paused the training since.',
  paused_since: () => 'Somebody has paused the training since.',
  deadline_changed_since: () => 'Somebody has set another deadline since.',
  had_no_deadline: () => 'There was no deadline before; a deadline cannot be removed.',
  deadline_passed_since: () => 'The earlier deadline has passed: the later one stays.',
  version_changed_since: () => 'Somebody has moved the application to another version.',
  learner_has_begun: () => 'The learner has begun with a course: access and progress stay.',
  learner_goes_on: () => 'The learner has gone on with a course: the status of its tracker stays.',
  access_of_others: () => 'Somebody else has given access to a course since: it stays.',
  access_needed: () => 'Another application in progress needs access to the same course: it stays.',
  tracker_of_others: () => 'Somebody else has added a progress tracker since: it stays.',
  tracker_changed_since: () => 'Somebody else has changed a progress tracker since: it stays as it is.',
  busy_elsewhere: () => 'Another application is in progress: contact and status stay.',
  status_changed_since: () => 'Somebody has changed the status of the student since: it stays.',
  link_changed_since: () => 'Somebody has linked another contact since: it stays.',
  contact_has_user: () => 'The contact has a user by now: it stays linked.',
  contact_changed_since: () => 'Somebody else has changed the contact since: it stays linked.',
  contact_learns: () => 'The contact has access to a course: it stays linked.',

  // Who would apply, and who was in training before.
  state_not_open: ({ state }: { state: string }) => `The student’s state is “${state}”.`,
  no_active_course: () => 'The program has no active course.',
  manual_enrollment: () => 'The student’s enrollment type is manual.',
  no_automatic_course: () => 'No course of the program enrolls automatically.',
  contact_question: ({ because }: { because: ContactDoubt }) =>
    `A person chooses the contact before anything else: ${CONTACT_DOUBTS[because]}.`,
  application_ran: () => 'An application of the student runs or has ended already.',
  finished_in_odoo: () => 'Odoo shows the program as completed.',
  contact_archived_in_odoo: () => 'The contact of the student is archived in Odoo.',
  no_contact_and_address: () => 'The student has no contact, and no single, valid email address.',
  unlinked_learner: () =>
    'A contact with the student’s address has access to a course of the program, but is not linked to the student. Choose the contact on the student’s form in Odoo.',
  rejected_but_begun: () => 'The student is rejected, but has begun a course.',
  access_unclear: ({ courses }: { courses: readonly string[] }) =>
    `Access is archived or unclear: ${courses.join(', ')}.`,
  every_threshold_reached: () =>
    'Every threshold is reached: adopted, the student would be certified at once.',
  record_unreadable: () => 'The student’s record cannot be read.',
}
