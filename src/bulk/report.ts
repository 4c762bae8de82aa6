import { storedInArabic } from '../domain/sentences/in-arabic.js'
import { storedInEnglish } from '../domain/sentences/sentence.js'
import {
  countOutcomesOf,
  totalsOf,
  type BulkOperation,
  type BulkTotals,
  type OutcomeCounts,
} from '../store/bulk-operations.js'
import { checksOf, type BulkCheck } from '../store/bulk-checks.js'
import type { Store } from '../store/store.js'

export type BulkReport = ReturnType<typeof reportOf>

/** Students who are finished with, of those who are or will be worked on. */
export interface BulkProgressCounts {
  readonly finished: number
  readonly total: number
}

/** An operation with its totals, its progress and its check. */
export const bulkReport = async (store: Store, operation: BulkOperation): Promise<BulkReport> =>
  reportOf(operation, await readTotals(store, [operation.id]))

/** The same for several operations, in as many queries. */
export async function bulkReports(store: Store, operations: readonly BulkOperation[]): Promise<BulkReport[]> {
  const read = await readTotals(
    store,
    operations.map(({ id }) => id),
  )
  return operations.map((operation) => reportOf(operation, read))
}

async function readTotals(store: Store, ids: readonly number[]) {
  const [outcomes, totals, checks] = await Promise.all([
    countOutcomesOf(store, ids),
    totalsOf(store, ids),
    checksOf(store, ids),
  ])
  return { outcomes, totals, checks }
}

export function progressOf({ state }: BulkOperation, outcomes: OutcomeCounts): BulkProgressCounts {
  const isUndo = ['undoing', 'undo_paused', 'undone'].includes(state)
  const count = (...names: readonly (keyof OutcomeCounts)[]) =>
    names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0)
  const finished = isUndo ? count('undone', 'kept', 'undo_failed') : count('done', 'changed', 'failed')
  const open = isUndo ? count('done', 'applying', 'undoing') : count('pending', 'applying')
  return { finished, total: finished + open }
}

const NO_TOTALS: BulkTotals = { effects: [], warnings: [] }

function reportOf(operation: BulkOperation, read: Awaited<ReturnType<typeof readTotals>>) {
  const outcomes = read.outcomes.get(operation.id) ?? {}
  const totals = read.totals.get(operation.id) ?? NO_TOTALS
  const check = read.checks.get(operation.id)
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
    guard: {
      concerned: operation.students_concerned ?? 0,
      known: operation.students_known ?? 0,
    },
    outcomes,
    progress: progressOf(operation, outcomes),
    effects: totals.effects,
    warnings: totals.warnings.map(({ warning, students }) => ({
      warning: storedInEnglish(warning),
      warningArabic: storedInArabic(warning),
      students,
    })),
    check: check === undefined ? null : checkReport(check),
    notUndoable: totals.effects.filter(({ undoable }) => !undoable).reduce((sum, one) => sum + one.count, 0),
  }
}

/** How Odoo compares with what the preview said. */
const checkReport = (check: BulkCheck) => ({
  state: check.state,
  startedAt: check.started_at.toISOString(),
  finishedAt: iso(check.finished_at),
  failureType: check.failure_type,
  students: check.students,
  waiting: check.waiting,
  differences: check.differences,
})

const iso = (at: Date | null) => at?.toISOString() ?? null
