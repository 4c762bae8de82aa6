import Type from 'typebox'
import {
  StrictObject,
  ApplicationRef,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
} from './common.js'

export const FlowName = Type.Enum(['enrollment', 'progress', 'certificate'])
const Link = Nullable(Type.String())

const DECISIONS = [
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
export const DecisionName = Type.Enum([...DECISIONS])

export const TaskBody = NamedObject(
  'Task',
  {
    kind: Type.String(),
    instructions: Type.String({ description: 'What is wrong and what to do' }),
    decisions: Type.Array(DecisionName, { description: 'What the task accepts' }),
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
  flow: FlowName,
  stage: Type.String({ description: 'Stage of the flow that was begun last' }),
  message: Type.String(),
  closed: Type.Boolean(),
  task: Nullable(TaskBody),
  updatedAt: Nullable(InstantText),
  links: StrictObject({ self: Type.String(), temporal: Link, student: Link, program: Link }),
}

export const EnrollmentSummary = NamedObject('Enrollment', summary)

export const EnrollmentPage = NamedObject('EnrollmentPage', {
  enrollments: Type.Array(EnrollmentSummary),
  next: NextCursor,
})

export const CourseProgress = NamedObject(
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

export const CertificateSummary = NamedObject('CertificateSummary', {
  number: Type.String(),
  version: Type.Integer(),
  state: Type.Enum(['valid', 'revoked', 'superseded']),
  issuedAt: InstantText,
  validUntil: Nullable(Type.String({ format: 'date' })),
  links: StrictObject({ self: Type.String(), pdf: Type.String(), verification: Type.String() }),
})

export const EmailBody = NamedObject('Mail', {
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

export const EnrollmentDetail = NamedObject('EnrollmentDetail', {
  ...summary,
  missing: Type.Array(Type.String(), { description: 'What stands in the way, in words' }),
  flows: Type.Array(
    StrictObject({
      flow: FlowName,
      stage: Type.String(),
      message: Type.String(),
      closed: Type.Boolean(),
      at: InstantText,
      workflowId: Type.String(),
      task: Nullable(TaskBody),
      temporal: Link,
    }),
  ),
  steps: Type.Array(
    StrictObject({ at: InstantText, flow: FlowName, stage: Type.String(), message: Type.String() }),
    { description: 'Oldest first' },
  ),
  progress: Type.Array(CourseProgress),
  certificates: Type.Array(CertificateSummary),
  emails: Type.Array(EmailBody),
  comments: Type.Array(
    StrictObject({ id: Type.String(), author: Type.String(), text: Type.String(), at: InstantText }),
  ),
})
