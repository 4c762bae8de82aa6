import Type from 'typebox'
import { LIST_ROWS } from '../../domain/reports.js'
import { InstantText, NamedObject, Nullable, OdooId } from './common.js'
import { NamedStudent } from './person.js'
import { AgentFilter } from './student.js'

const Day = Type.String({ format: 'date', description: 'A day in the center’s time zone' })

export const OverviewQuery = Type.Object(
  {
    programId: Type.Optional(OdooId),
    agentId: Type.Optional(AgentFilter),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: LIST_ROWS + 1, default: 50, description: 'Rows of each list' }),
    ),
    dueDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 366,
        description: 'Trainings are listed whose deadline is within so many days. Default: 30',
      }),
    ),
  },
  { additionalProperties: false },
)

const Count = Type.Integer({ minimum: 0 })
const Share = Nullable(Type.Number({ description: '0–1; null: of nobody' }))

const FunnelStep = NamedObject('FunnelStep', {
  step: Type.Enum(['applied', 'enrolled', 'completed', 'certified'], {
    description:
      '`applied`: runs of applications that began in the period. `enrolled`: whose training began. ' +
      '`completed`: for which a certificate was requested. `certified`: that ended with one',
  }),
  count: Count,
  ofPrevious: Share,
  ofAll: Share,
})

const CohortBody = NamedObject(
  'Cohort',
  {
    month: Type.String({ description: 'YYYY-MM, in the center’s time zone, in which the runs began' }),
    applied: Count,
    enrolled: Count,
    certified: Count,
    completionRate: Nullable(Type.Number({ description: 'certified / enrolled; null: nobody was enrolled' })),
  },
  'The latest 24 months',
)

const Row = { programId: OdooId, programName: Type.String(), studentId: OdooId, student: NamedStudent }

export const Overview = NamedObject('Overview', {
  asOf: InstantText,
  timeZone: Type.String({ description: 'Of the center; in it days and months are counted' }),
  funnel: Type.Array(FunnelStep),
  cohorts: Type.Array(CohortBody, { description: 'Oldest first' }),
  timeToCertificate: NamedObject(
    'TimeToCertificate',
    {
      count: Count,
      p50: Nullable(Type.Number()),
      p90: Nullable(Type.Number()),
      weeks: Type.Array(
        NamedObject('WeekOfCertificates', {
          week: Type.Integer({ description: 'Whole weeks from the start of the training' }),
          count: Count,
        }),
      ),
    },
    'Days from the start of the training to the certificate, of certified runs',
  ),
  atRisk: Type.Array(
    NamedObject('AtRisk', {
      ...Row,
      stage: Type.String(),
      since: InstantText,
      reasons: Type.Array(Type.Enum(['stalled', 'overdue', 'problem', 'task_waits'])),
    }),
    {
      description:
        'The open applications that have stood longest, `limit` of those that are stalled, overdue or have a problem, or whose task has waited for seven days',
    },
  ),
  workload: Type.Array(
    NamedObject('Workload', {
      agent: Nullable(NamedObject('WorkloadAgent', { id: OdooId, name: Nullable(Type.String()) })),
      open: Type.Integer({ description: 'Open applications of the students of the agent' }),
      tasks: Type.Integer({ description: 'Those with an open task' }),
      oldestTask: Nullable(InstantText),
    }),
    { description: 'Most tasks first; null: students without an agent' },
  ),
  deadlines: Type.Array(NamedObject('TaskDeadline', { ...Row, kind: Type.String(), deadline: InstantText }), {
    description: 'The deadlines of open tasks that come next',
  }),
  trainingsDue: Type.Array(
    NamedObject('TrainingDeadline', {
      ...Row,
      stage: Type.String(),
      progress: Nullable(Type.Number({ description: 'Average of its courses, percent' })),
      deadline: InstantText,
    }),
    {
      description:
        'The next deadlines of trainings within `dueDays`, not of those that are paused or complete',
    },
  ),
})
