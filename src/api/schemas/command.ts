import Type from 'typebox'
import { FreeText, NamedObject, Nullable, OdooId, StrictObject } from './common.js'
import { DecisionName, FlowName, TaskBody } from './task.js'

const Comment = Type.Optional(FreeText)

export const DecisionBody = NamedObject('Decision', {
  decision: DecisionName,
  comment: Comment,
  partnerId: Type.Optional(Type.Integer({ ...OdooId, description: 'The chosen contact, for `use_contact`' })),
  flow: Type.Optional(FlowName),
})
export const EnrollBody = NamedObject('EnrollDecision', {
  courseIntegrationIds: Type.Optional(
    Type.Array(OdooId, { minItems: 1, description: 'Default: all courses that wait for an agent' }),
  ),
  comment: Comment,
})
export const ReasonBody = NamedObject('Reason', { reason: FreeText })
export const OptionalReasonBody = NamedObject('OptionalReason', { reason: Comment })
export const EmptyBody = NamedObject('NoDetails', {})
export const ExtendBody = NamedObject('Extension', {
  deadline: Type.Union([Type.String({ format: 'date-time' }), Type.String({ format: 'date' })], {
    description: 'An instant, or a day, at whose end in the center’s time zone the deadline is',
  }),
  reason: FreeText,
})
export const OverrideBody = NamedObject('Override', { courseIntegrationId: OdooId, reason: FreeText })

export const CommandDone = NamedObject(
  'CommandDone',
  {
    stage: Type.String({ description: 'Stage after the command' }),
    seq: Type.Integer({ description: 'Number of the last step' }),
    task: Nullable(TaskBody),
    closed: Type.Boolean(),
  },
  'The command was done',
)

export const CommandPending = NamedObject(
  'CommandPending',
  {
    detail: Type.String(),
    links: StrictObject({ enrollment: Type.String() }),
  },
  'The workflow has accepted the command but not finished it yet',
)
