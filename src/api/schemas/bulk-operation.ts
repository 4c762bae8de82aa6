import Type from 'typebox'
import { BULK_EFFECTS, BULK_KINDS, BULK_OUTCOMES, BULK_STATES } from '../../contracts/bulk-operation.js'
import {
  ApplicationRef,
  FreeText,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'

export const BulkOperationId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

const Word = Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z_]+$' })

const Filter = StrictObject({
  programId: OdooId,
  studentIds: Type.Optional(Type.Array(OdooId, { minItems: 1, maxItems: 50_000 })),
  studentStates: Type.Optional(
    Type.Array(Word, {
      minItems: 1,
      maxItems: 20,
      description: 'States of the student in Odoo. For `enroll`',
    }),
  ),
  agentId: Type.Optional(OdooId),
  stage: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z_]+$' })),
  taskKind: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z_]+$' })),
})

export const NewBulkOperation = NamedObject('NewBulkOperation', {
  kind: Type.Enum([...BULK_KINDS]),
  filter: Filter,
  parameters: Type.Optional(
    StrictObject({
      adopt: Type.Optional(
        Type.Boolean({
          description:
            'For `enroll`, a wave of existing students: take over who is in training, leave out who has finished or needs a person',
        }),
      ),
    }),
  ),
  reason: FreeText,
})

export const BulkConfirmation = NamedObject('BulkConfirmation', {
  hash: Type.String({ minLength: 1, maxLength: 100, description: 'Of the preview that was read' }),
  accept: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'How many students in training may be concerned; needed above the guard',
    }),
  ),
})

const Effect = StrictObject({
  effect: Type.Enum([...BULK_EFFECTS]),
  count: Type.Integer(),
  undoable: Type.Boolean(),
})

export const BulkOperationBody = NamedObject('BulkOperation', {
  id: BulkOperationId,
  kind: Type.Enum([...BULK_KINDS]),
  filter: Filter,
  parameters: Type.Object({}, { additionalProperties: true }),
  reason: Type.String(),
  state: Type.Enum([...BULK_STATES]),
  hash: Nullable(Type.String()),
  author: Type.String(),
  confirmedBy: Nullable(Type.String()),
  undoneBy: Nullable(Type.String()),
  createdAt: InstantText,
  previewedAt: Nullable(InstantText),
  confirmedAt: Nullable(InstantText),
  finishedAt: Nullable(InstantText),
  failureType: Nullable(Type.String()),
  studentsInTraining: StrictObject({ concerned: Type.Integer(), known: Type.Integer() }),
  outcomes: Type.Object({}, { additionalProperties: Type.Integer(), description: 'Students by outcome' }),
  progress: StrictObject({ finished: Type.Integer(), total: Type.Integer() }),
  effects: Type.Array(Effect, { description: 'Added up over all students who are not excluded' }),
  warnings: Type.Array(StrictObject({ warning: Type.String(), students: Type.Integer() })),
  notUndoable: Type.Integer({ description: 'Effects that cannot be undone, such as emails' }),
  links: StrictObject({ self: Type.String(), items: Type.String() }),
})

export const BulkOperationPage = NamedObject('BulkOperationPage', {
  operations: Type.Array(BulkOperationBody),
  next: NextCursor,
})

const BulkItemBody = NamedObject('BulkItem', {
  ref: ApplicationRef,
  studentId: OdooId,
  name: Nullable(Type.String({ description: 'As Odoo has it now; we keep no names' })),
  outcome: Type.Enum([...BULK_OUTCOMES]),
  effects: Type.Array(Effect),
  warnings: Type.Array(Type.String()),
  reasons: Type.Array(Type.String(), { description: 'Why it was excluded, left out, failed or kept' }),
})

export const BulkItemPage = NamedObject('BulkItemPage', { items: Type.Array(BulkItemBody), next: NextCursor })
