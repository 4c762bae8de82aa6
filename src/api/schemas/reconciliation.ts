import Type from 'typebox'
import { RECONCILIATION_STATES } from '../../contracts/reconciliation.js'
import { DRIFT_ACTIONS, DRIFT_CLASSES, DRIFT_STATES } from '../../domain/drift.js'
import { InstantText, NamedObject, NextCursor, Nullable, OdooId, StrictObject } from './common.js'

export const RunId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

const Accuracy = Type.Number({
  minimum: 0,
  maximum: 1,
  description: '1 − mismatches / compared; 1: everything was as we remembered it',
})

const RUN = {
  id: RunId,
  state: Type.Enum([...RECONCILIATION_STATES], {
    description: '`stopped`: it would repair more than the guard allows, and waits for a confirmation',
  }),
  dryRun: Type.Boolean({ description: 'It reports what it has found, and repairs nothing' }),
  requestedBy: Nullable(Type.String({ description: 'Who asked for it; null: the schedule' })),
  startedAt: InstantText,
  finishedAt: Nullable(InstantText),
  confirmedBy: Nullable(Type.String({ description: 'Who let a stopped run go on' })),
  failureType: Nullable(Type.String()),
  studentsConcerned: Nullable(Type.Integer({ description: 'Students that the repair concerns' })),
  studentsKnown: Nullable(Type.Integer()),
  accuracy: Nullable(Accuracy),
}

export const ReconciliationSummary = NamedObject('ReconciliationSummary', {
  ...RUN,
  links: StrictObject({ self: Type.String(), drift: Type.String() }),
})

export const ModelAccuracies = Type.Array(
  StrictObject({
    model: Type.String(),
    fields: Type.Array(
      StrictObject({
        field: Type.String({ description: '`record`: whether the row is there at all' }),
        compared: Type.Integer(),
        mismatches: Type.Integer(),
        accuracy: Accuracy,
      }),
    ),
  }),
)

export const ReconciliationBody = NamedObject('Reconciliation', {
  ...RUN,
  drift: Type.Array(
    StrictObject({
      class: Type.Enum([...DRIFT_CLASSES]),
      model: Type.String(),
      state: Type.Enum([...DRIFT_STATES]),
      count: Type.Integer(),
    }),
    { description: 'How much of each kind was found' },
  ),
  models: ModelAccuracies,
  links: StrictObject({ self: Type.String(), drift: Type.String() }),
})

const DriftBody = NamedObject(
  'Drift',
  {
    id: Type.Integer(),
    class: Type.Enum([...DRIFT_CLASSES]),
    model: Type.String(),
    recordId: Type.Integer(),
    programId: Nullable(OdooId),
    studentId: Nullable(OdooId),
    formerStudentId: Nullable(OdooId),
    fields: Type.Array(Type.String(), { description: 'Fields that differ' }),
    action: Type.Enum([...DRIFT_ACTIONS]),
    state: Type.Enum([...DRIFT_STATES], {
      description:
        '`noticed`: the student is about to be read again; `handed_over`: a person has a task (`GET /v1/reviews`)',
    }),
    foundAt: InstantText,
  },
  'A difference between Odoo and what we remembered, which neither a webhook nor the sweep had noticed',
)

export const DriftPage = NamedObject('DriftPage', { drift: Type.Array(DriftBody), next: NextCursor })
