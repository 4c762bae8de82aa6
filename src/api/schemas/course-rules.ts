import Type from 'typebox'
import { FreeText, InstantText, NamedObject, Nullable, OdooId } from './common.js'
import { DryRunId } from './dry-run.js'

export const CourseRulesVersionId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

const Setting = Nullable(Type.Union([Type.String(), Type.Number()]))

const CourseRuleChangeBody = NamedObject(
  'CourseRuleChange',
  {
    courseIntegrationId: OdooId,
    course: Type.String(),
    setting: Type.String({
      description:
        '`course`: part of the program or not; `lessons`, `completionThreshold` …: as Odoo has it; or an assessment by name',
    }),
    before: Setting,
    after: Setting,
  },
  'What two versions of a program’s courses have differently; null: not there',
)

const Decision = Type.Enum(['first', 'at_once', 'nobody', 'open', 'superseded', 'applied', 'new_only'], {
  description:
    '`open`: students in training stay as they are until a person decides; `superseded`: Odoo changed again before that; `applied`, `new_only`: what a person decided; `at_once`, `nobody`: nobody had to',
})

export const CourseRulesBody = NamedObject(
  'CourseRules',
  {
    programId: OdooId,
    version: Type.Integer({ description: 'The newest one that was noticed; 0: none yet' }),
    open: Type.Boolean({ description: 'Whether a person must decide about it' }),
    held: Type.Array(
      NamedObject('HeldTrainings', {
        version: Type.Integer(),
        trainings: Type.Integer({ description: 'Trainings in progress that are under this version' }),
        changes: Type.Array(CourseRuleChangeBody, { description: 'What the newest version would change' }),
      }),
    ),
    history: Type.Array(
      NamedObject('NoticedChange', {
        version: CourseRulesVersionId,
        noticedAt: InstantText,
        decision: Decision,
        decidedBy: Nullable(Type.String()),
        decidedAt: Nullable(InstantText),
        reason: Nullable(Type.String()),
        dryRun: Nullable(DryRunId),
        changes: Type.Array(CourseRuleChangeBody),
      }),
      { description: 'The last changes, newest first' },
    ),
  },
  'What the courses of a program ask for in Odoo, and which trainings follow it',
)

export const CourseRulesDecisionBody = NamedObject('CourseRulesDecision', {
  decision: Type.Enum(['apply', 'new_only'], {
    description: '`apply`: all students in training follow the change; `new_only`: those who begin later do',
  }),
  dryRun: Type.Optional(DryRunId),
  reason: FreeText,
})
