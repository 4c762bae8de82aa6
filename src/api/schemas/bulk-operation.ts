import Type from 'typebox'
import { LONGEST_EXTENSION_DAYS } from '../../bulk/conditions.js'
import {
  BULK_DECISIONS,
  BULK_EFFECTS,
  BULK_KINDS,
  BULK_OUTCOMES,
  BULK_STATES,
  RESENDABLE_MAILS,
} from '../../contracts/bulk-operation.js'
import { DIFFERENCE_KINDS } from '../../domain/wave-check.js'
import { TASK_KINDS } from '../../contracts/tasks.js'
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
import { InArabic } from './task.js'

export const BulkOperationId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

const Word = Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z_]+$' })

const Filter = StrictObject({
  programId: OdooId,
  studentIds: Type.Optional(Type.Array(OdooId, { minItems: 1, maxItems: 50_000 })),
  studentStates: Type.Optional(
    Type.Array(Word, {
      minItems: 1,
      maxItems: 20,
      description: 'States of the student in Odoo',
    }),
  ),
  agentId: Type.Optional(
    Type.Integer({ ...OdooId, description: 'Odoo user to whom the student is assigned' }),
  ),
  intakeBatchId: Type.Optional(
    Type.Integer({
      ...OdooId,
      description: 'Intake batch that the students came with; only where Odoo has the training suite',
    }),
  ),
  stage: Type.Optional(Type.String({ ...Word, description: 'Stage of the application. Not for `enroll`' })),
  taskKind: Type.Optional(
    Type.Enum([...TASK_KINDS], { description: 'Kind of an open task. Not for `enroll`' }),
  ),
  size: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 50_000,
      description: 'Size of a wave: the first so many students, by rising id, to whom something would happen',
    }),
  ),
})

export const IntakeBatchList = NamedObject('IntakeBatchList', {
  batches: Type.Array(
    NamedObject('IntakeBatch', {
      id: OdooId,
      name: Type.String(),
      filename: Nullable(Type.String({ description: 'Of the import' })),
      students: Type.Integer(),
    }),
  ),
})

const Parameters = StrictObject({
  adopt: Type.Optional(
    Type.Boolean({
      description:
        'For `enroll`, a wave of existing students: take over who is in training, leave out who has finished or needs a person',
    }),
  ),
  deadline: Type.Optional(
    Type.Union([Type.String({ format: 'date-time' }), Type.String({ format: 'date' })], {
      description:
        'For `extend`: an instant, or a day, at whose end in the center’s time zone the deadline is',
    }),
  ),
  days: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LONGEST_EXTENSION_DAYS,
      description: 'For `extend`: from the present deadline, or from today if that has passed',
    }),
  ),
  decision: Type.Optional(
    Type.Enum([...BULK_DECISIONS], { description: 'For `decide_reviews`, with `filter.taskKind`' }),
  ),
  email: Type.Optional(Type.Enum([...RESENDABLE_MAILS], { description: 'For `resend_email`' })),
  courseIntegrationId: Type.Optional(
    Type.Integer({ ...OdooId, description: 'For `override`: the course to declare completed' }),
  ),
  courseIntegrationIds: Type.Optional(
    Type.Array(OdooId, {
      minItems: 1,
      maxItems: 100,
      description: 'For `enroll_by_agent`: only these. Default: all courses that wait for an agent',
    }),
  ),
  policyVersion: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'For `move_to_policy`' }),
  ),
  dryRun: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'For `move_to_policy`: the dry run of that version',
    }),
  ),
})

export const NewBulkOperation = NamedObject('NewBulkOperation', {
  kind: Type.Enum([...BULK_KINDS]),
  filter: Filter,
  parameters: Type.Optional(Parameters),
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

const DifferenceName = Type.Enum([...DIFFERENCE_KINDS])

const Check = NamedObject(
  'BulkCheck',
  {
    state: Type.Enum(['checking', 'completed', 'failed']),
    startedAt: InstantText,
    finishedAt: Nullable(InstantText),
    failureType: Nullable(Type.String()),
    students: Type.Integer({ description: 'Students compared' }),
    waiting: Type.Integer({
      description: 'Students for whom Odoo does not have everything yet that the preview said',
    }),
    differences: Type.Object(
      {},
      { additionalProperties: Type.Integer(), description: 'Students with a difference, by its kind' },
    ),
  },
  'Odoo after the run, or its undo, compared with Odoo before it and with what the preview said',
)

export const BulkDifferencePage = NamedObject('BulkDifferencePage', {
  differences: Type.Array(
    NamedObject('BulkDifference', {
      ref: ApplicationRef,
      studentId: OdooId,
      name: Nullable(Type.String({ description: 'As Odoo has it now; we keep no names' })),
      nameArabic: Nullable(Type.String()),
      kind: DifferenceName,
      detail: Type.String(),
    }),
  ),
  next: NextCursor,
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
  guard: Type.Object(
    { concerned: Type.Integer(), known: Type.Integer() },
    {
      additionalProperties: false,
      description:
        'Students in training whom it concerns, and all who are; for `enroll`, students who would begin, and all students in Odoo. Above `BULK_GUARD_PERCENT` the confirmation needs `accept`',
    },
  ),
  outcomes: Type.Object({}, { additionalProperties: Type.Integer(), description: 'Students by outcome' }),
  progress: StrictObject({ finished: Type.Integer(), total: Type.Integer() }),
  effects: Type.Array(Effect, { description: 'Added up over all students who are not excluded' }),
  warnings: Type.Array(
    StrictObject({ warning: Type.String(), warningArabic: InArabic, students: Type.Integer() }),
  ),
  check: Nullable(Check),
  notUndoable: Type.Integer({ description: 'Effects that cannot be undone, such as emails' }),
  links: StrictObject({ self: Type.String(), items: Type.String(), differences: Type.String() }),
})

export const BulkOperationPage = NamedObject('BulkOperationPage', {
  operations: Type.Array(BulkOperationBody),
  next: NextCursor,
})

const BulkItemBody = NamedObject('BulkItem', {
  ref: ApplicationRef,
  studentId: OdooId,
  name: Nullable(Type.String({ description: 'As Odoo has it now; we keep no names' })),
  nameArabic: Nullable(Type.String()),
  outcome: Type.Enum([...BULK_OUTCOMES]),
  effects: Type.Array(Effect),
  warnings: Type.Array(Type.String()),
  warningsArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
  reasons: Type.Array(Type.String(), { description: 'Why it was excluded, left out, failed or kept' }),
  reasonsArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
})

export const BulkItemPage = NamedObject('BulkItemPage', { items: Type.Array(BulkItemBody), next: NextCursor })
