import { countOutcomes, totalsOf, type BulkOperation } from '../store/bulk-operations.js'
import type { Store } from '../store/store.js'

export type BulkReport = Awaited<ReturnType<typeof bulkReport>>

/** An operation with its totals and its progress. */
export async function bulkReport(store: Store, operation: BulkOperation) {
  const [outcomes, totals] = await Promise.all([
    countOutcomes(store, operation.id),
    totalsOf(store, operation.id),
  ])
  const isUndo = ['undoing', 'undo_paused', 'undone'].includes(operation.state)
  const count = (...names: readonly (keyof typeof outcomes)[]) =>
    names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0)
  const finished = isUndo ? count('undone', 'kept') : count('done', 'changed', 'failed')
  const open = isUndo ? count('done', 'applying', 'undoing') : count('pending', 'applying')
  return {
    id: operation.id,
    kind: operation.kind,
    filter: operation.filter,
    parameters: operation.parameters,
    reason: operation.reason,
    state: operation.state,
    hash: operation.hash,
    author: operation.author,
    confirmedBy: operation.confirmed_by,
    undoneBy: operation.undone_by,
    createdAt: operation.created_at.toISOString(),
    previewedAt: iso(operation.previewed_at),
    confirmedAt: iso(operation.confirmed_at),
    finishedAt: iso(operation.finished_at),
    failureType: operation.failure_type,
    studentsInTraining: {
      concerned: operation.training_concerned ?? 0,
      known: operation.training_known ?? 0,
    },
    outcomes,
    progress: { finished, total: finished + open },
    ...totals,
    notUndoable: totals.effects.filter(({ undoable }) => !undoable).reduce((sum, one) => sum + one.count, 0),
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null
