import Type from 'typebox'
import { COMMAND_NAMES } from '../../domain/available-commands.js'
import { READING_SOURCES } from '../../contracts/sync-sources.js'
import { CertificateSummary } from './certificate.js'
import {
  ApplicationRef,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'
import { DecisionBasisBody } from './decision-basis.js'
import { EmailBody } from './email.js'
import { NamedStudent } from './person.js'
import { FlowName, InArabic, TaskBody } from './task.js'

const Link = Nullable(Type.String())
const Run = Type.Integer({
  minimum: 1,
  description: 'Run of the application: 1, or more after it was reopened',
})

const summary = {
  ref: ApplicationRef,
  programId: OdooId,
  programName: Type.String(),
  studentId: OdooId,
  student: NamedStudent,
  run: Run,
  flow: Type.Enum(FlowName.enum, { description: 'The flow that was started last' }),
  stage: Type.String({ description: 'Stage of that flow' }),
  stageSince: Nullable(InstantText),
  message: Type.String({ description: 'The last step in a sentence' }),
  messageArabic: InArabic,
  closed: Type.Boolean({ description: 'The flow has ended' }),
  task: Nullable(TaskBody),
  updatedAt: Nullable(InstantText),
  links: StrictObject({ self: Type.String(), temporal: Link, student: Link, program: Link }),
}

export const EnrollmentSummary = NamedObject('Enrollment', summary, 'An application')

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
    asOf: Type.String({ format: 'date-time', description: 'When the course was read in Odoo' }),
    source: Type.Enum([...READING_SOURCES], { description: 'What made us read it' }),
  },
  'Percentages; null: not part of the course',
)

const FlowState = NamedObject('FlowState', {
  flow: FlowName,
  run: Run,
  stage: Type.String(),
  message: Type.String(),
  messageArabic: InArabic,
  closed: Type.Boolean(),
  at: InstantText,
  workflowId: Type.String(),
  task: Nullable(TaskBody),
  temporal: Link,
})

const Step = NamedObject('Step', {
  at: InstantText,
  flow: FlowName,
  run: Run,
  stage: Type.String(),
  message: Type.String(),
  messageArabic: InArabic,
  temporal: Link,
})

const ChartPositionBody = NamedObject(
  'ChartPosition',
  {
    chart: Type.Enum([1, 2, 3]),
    flow: FlowName,
    state: Type.Enum(['not_started', 'open', 'done', 'ended'], {
      description: '`done`: at the end of the chart. `ended`: left without reaching it',
    }),
    box: Nullable(Type.Enum(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K'])),
  },
  'Where the present run stands on one of the three flowcharts',
)

export const Comment = NamedObject('Comment', {
  id: Type.String(),
  author: Type.String({ description: 'Name of the person or API key' }),
  text: Type.String(),
  at: InstantText,
})

const LearnerChoices = NamedObject(
  'LearnerChoices',
  {
    language: Nullable(Type.Enum(['ar', 'en'], { description: 'null: they have not chosen' })),
    remindersOffAt: Nullable(InstantText),
    linkedAt: Type.String({ format: 'date-time', description: 'Since when the links in emails are valid' }),
  },
  'What the learner has chosen on their personal page',
)

export const EnrollmentDetail = NamedObject('EnrollmentDetail', {
  ...summary,
  missing: Type.Array(Type.String(), { description: 'What prevents the next step, in sentences' }),
  missingArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
  basis: DecisionBasisBody,
  heldUpBy: Type.Array(Type.String(), {
    description: 'Outages and pauses that its next call waits for, in sentences',
  }),
  heldUpByArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
  positions: Type.Array(ChartPositionBody, { description: 'On the three charts, in their order' }),
  commands: Type.Array(Type.Enum([...COMMAND_NAMES]), {
    description: 'What the application accepts in its stage; `reopen` is `POST /v1/enrollments`',
  }),
  flows: Type.Array(FlowState, { description: 'In the order they were started' }),
  steps: Type.Array(Step, { description: 'Oldest first' }),
  progress: Type.Array(CourseProgress),
  certificates: Type.Array(CertificateSummary, { description: 'Newest first' }),
  emails: Type.Array(EmailBody, { description: 'The latest 50, newest first' }),
  comments: Type.Array(Comment),
  learner: Nullable(LearnerChoices),
})
