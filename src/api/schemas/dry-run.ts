import Type from 'typebox'
import { CONCERNED, RULE_CHANGES } from '../../domain/rule-change.js'
import {
  ApplicationRef,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'
import { PolicyBody } from './policy.js'
import { InArabic } from './task.js'

export const DryRunId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

const Percent = Type.Number({ minimum: 0, maximum: 100 })
const Count = Type.Integer({ minimum: 0 })

const ProposedCourseBody = NamedObject(
  'ProposedCourse',
  {
    courseIntegrationId: OdooId,
    completionThreshold: Type.Optional(Percent),
    minElearningProgress: Type.Optional(Percent),
    minSessionsRequired: Type.Optional(Count),
    minHomeworkRequired: Type.Optional(Count),
    included: Type.Optional(
      Type.Boolean({ description: 'Whether the course is part of the program; absent: as in Odoo' }),
    ),
  },
  'A course integration as it would be in Odoo. What is absent stays as it is',
)

export const DryRunRequest = NamedObject(
  'DryRunRequest',
  {
    policy: Type.Optional(PolicyBody),
    courses: Type.Optional(Type.Array(ProposedCourseBody, { maxItems: 200 })),
    courseRules: Type.Optional(
      Type.Integer({
        ...{ minimum: 1, maximum: 2_147_483_647 },
        description:
          'The newest version of the program’s course rules: what if students in training followed it, too',
      }),
    ),
  },
  'Rules to compare with the present ones',
)

export const RuleChangeName = Type.Enum([...RULE_CHANGES], {
  description:
    'Applicants and students in review: `applies` … `becomes_unknown`; students in training: the others',
})

export const DryRunBody = NamedObject('DryRun', {
  id: DryRunId,
  programId: OdooId,
  state: Type.Enum(['running', 'completed', 'failed']),
  failureType: Nullable(Type.String()),
  courseRules: Nullable(Type.Integer({ description: 'The version of the course rules that it applies' })),
  basedOn: Type.Integer({ description: 'The newest version of the policy when it was made' }),
  stale: Type.Boolean({
    description: 'There is another version of the policy, or of the course rules, since',
  }),
  hash: Type.String({ description: 'Equal for equal rules on the same version' }),
  author: Type.String(),
  startedAt: InstantText,
  finishedAt: Nullable(InstantText),
  students: Nullable(Type.Integer({ description: 'Students whose outcomes were compared' })),
  settings: Type.Array(
    StrictObject({ setting: Type.String(), before: Type.Unknown(), after: Type.Unknown() }),
    { description: 'What differs from the newest policy' },
  ),
  counts: Type.Record(Type.Enum([...RULE_CHANGES]), Count, {
    description: 'Consequences by kind; a student may have several',
  }),
  links: StrictObject({ self: Type.String(), changes: Type.String(), policy: Type.String() }),
})

export const DryRuns = NamedObject('DryRuns', { dryRuns: Type.Array(DryRunBody) })

const RuleChangeBody = NamedObject('RuleChange', {
  kind: RuleChangeName,
  ref: ApplicationRef,
  studentId: OdooId,
  name: Nullable(Type.String({ description: 'As Odoo has it now; null: Odoo does not respond' })),
  nameArabic: Nullable(Type.String()),
  concerned: Type.Enum([...CONCERNED], {
    description:
      '`applicant`: never applied so far; `enrolling`: waits for a verdict; `training`: is learning',
  }),
  courseIntegrationId: Nullable(OdooId),
  before: Type.String(),
  beforeArabic: InArabic,
  after: Type.String(),
  afterArabic: InArabic,
  reason: Type.String(),
  reasonArabic: InArabic,
  links: StrictObject({ student: Type.String() }),
})

export const RuleChangePage = NamedObject('RuleChangePage', {
  changes: Type.Array(RuleChangeBody),
  next: NextCursor,
})
