import Type from 'typebox'
import { Anonymous, ApplicationRef, InstantText, Named, NextCursor, Nullable, OdooId } from './common.js'

export const ChartName = Type.Enum(['enrollment', 'progress', 'certificate'])
const Link = Nullable(Type.String())

const ANSWERS = [
  'approve',
  'reject',
  'ask_more',
  'use_contact',
  'create_contact',
  'enroll',
  'skip',
  'retry',
  'issue_anyway',
  'wait',
  'decline',
] as const
export const AnswerName = Type.Enum([...ANSWERS])

export const TaskBody = Named(
  'Task',
  {
    kind: Type.String(),
    todo: Type.String({ description: 'What is wrong and what to do' }),
    answers: Type.Array(AnswerName, { description: 'What the task accepts' }),
    since: InstantText,
    deadline: Type.Optional(InstantText),
    reminders: Type.Integer(),
    escalated: Type.Boolean(),
    choices: Type.Optional(Type.Array(Type.Integer(), { description: 'Odoo ids to choose from' })),
    courseIntegrationIds: Type.Optional(Type.Array(Type.Integer())),
  },
  'What waits for a person',
)

const summary = {
  ref: ApplicationRef,
  programId: OdooId,
  studentId: OdooId,
  chart: ChartName,
  state: Type.String({ description: 'Stage of the chart that was begun last' }),
  words: Type.String(),
  closed: Type.Boolean(),
  task: Nullable(TaskBody),
  updatedAt: Nullable(InstantText),
  links: Anonymous({ self: Type.String(), temporal: Link, student: Link, program: Link }),
}

export const EnrollmentSummary = Named('Enrollment', summary)

export const EnrollmentPage = Named('EnrollmentPage', {
  enrollments: Type.Array(EnrollmentSummary),
  next: NextCursor,
})

export const CourseProgress = Named(
  'CourseProgress',
  {
    courseIntegrationId: Type.Integer(),
    trackerStatus: Type.String(),
    membership: Type.String(),
    elearning: Nullable(Type.Number()),
    sessions: Nullable(Type.Number()),
    homework: Nullable(Type.Number()),
    assessments: Nullable(Type.Number()),
    overall: Type.Number(),
    threshold: Type.Number(),
    readAt: InstantText,
  },
  'Percent; null: the course does not ask for it',
)

export const CertificateSummary = Named('CertificateSummary', {
  number: Type.String(),
  version: Type.Integer(),
  state: Type.Enum(['valid', 'revoked', 'superseded']),
  issuedAt: InstantText,
  validUntil: Nullable(Type.String({ format: 'date' })),
  links: Anonymous({ self: Type.String(), pdf: Type.String(), verification: Type.String() }),
})

export const MailBody = Named('Mail', {
  id: Type.Integer(),
  kind: Type.String(),
  programId: OdooId,
  studentId: OdooId,
  version: Type.String(),
  state: Type.String(),
  recipient: Nullable(Type.String()),
  language: Type.String(),
  attempts: Type.Integer(),
  createdAt: InstantText,
  lastAttemptAt: Nullable(InstantText),
  responseCode: Nullable(Type.Integer()),
  messageId: Type.String(),
})

export const EnrollmentDetail = Named('EnrollmentDetail', {
  ...summary,
  missing: Type.Array(Type.String(), { description: 'What stands in the way, in words' }),
  charts: Type.Array(
    Anonymous({
      chart: ChartName,
      state: Type.String(),
      words: Type.String(),
      closed: Type.Boolean(),
      at: InstantText,
      workflowId: Type.String(),
      task: Nullable(TaskBody),
      temporal: Link,
    }),
  ),
  steps: Type.Array(
    Anonymous({ at: InstantText, chart: ChartName, state: Type.String(), words: Type.String() }),
    { description: 'Oldest first' },
  ),
  progress: Type.Array(CourseProgress),
  certificates: Type.Array(CertificateSummary),
  mails: Type.Array(MailBody),
  remarks: Type.Array(
    Anonymous({ id: Type.String(), author: Type.String(), text: Type.String(), at: InstantText }),
  ),
})
