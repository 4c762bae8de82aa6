import type { Client } from '@temporalio/client'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.js'
import { bulkCheckId } from '../contracts/bulk-check.js'
import type { BulkState } from '../contracts/bulk-operation.js'
import { isTooMuch } from '../domain/drift.js'
import { appendAudit } from '../store/audit.js'
import { moveItems } from '../store/bulk-items.js'
import {
  bulkAudit,
  bulkOperationById,
  countOutcomes,
  enterBulkOperation,
  moveBulkOperation,
  type BulkOperation,
} from '../store/bulk-operations.js'
import type { Store } from '../store/store.js'
import { awaitEnd } from '../temporal/await-end.js'
import { startBulkCheck } from '../temporal/start-bulk-check.js'
import { isTemporalUnavailable } from '../temporal/unavailable.js'
import { wakeBulkOperation } from '../temporal/wake-bulk-operation.js'

interface Target {
  readonly temporal: Client
  readonly store: Store
  readonly config: Pick<Config, 'bulk'>
}

/** Why a command on an operation is not carried out. */
export class BulkRefusal extends Error {
  constructor(
    readonly kind: 'not-found' | 'wrong-state' | 'preview-stale' | 'acceptance-required' | 'nobody',
    message: string,
    readonly state: BulkState | null = null,
  ) {
    super(message)
  }
}

/** Up to so many students may always be changed without an acceptance. */
const ALWAYS_ACCEPTED = 20

/** Milliseconds. */
const POLL = 100

export const COMMANDS = ['pause', 'resume', 'cancel', 'undo'] as const
export type BulkCommand = (typeof COMMANDS)[number]

/**
 * Enters an operation and waits for its preview, but no longer than `limit` milliseconds. Throws
 * `BulkRefusal` if it concerns nobody.
 */
export async function previewOperation(
  target: Target,
  request: Parameters<typeof enterBulkOperation>[1],
  limit: number,
): Promise<BulkOperation> {
  const id = await enterBulkOperation(target.store, request)
  await wakeBulkOperation(target.temporal, id, 0).catch(ignoreOutage)
  const deadline = Date.now() + limit
  for (;;) {
    const operation = await requireOperation(target.store, id)
    if (operation.failure_type === 'NobodyMatches')
      throw new BulkRefusal('nobody', 'The filter matches nobody.', 'failed')
    if (operation.state !== 'previewing' || Date.now() > deadline) return operation
    await sleep(POLL)
  }
}

/** Runs exactly what was previewed. Repeated with the same hash it does nothing more. */
export async function confirmOperation(
  target: Target,
  id: number,
  { hash, accept, by }: { readonly hash: string; readonly accept: number; readonly by: string },
): Promise<BulkOperation> {
  const operation = await requireOperation(target.store, id)
  if (operation.hash === null)
    throw new BulkRefusal('wrong-state', 'The preview is not finished.', operation.state)
  if (operation.hash !== hash)
    throw new BulkRefusal(
      'preview-stale',
      'The hash is not that of this preview. Read the preview again, and confirm what it says now.',
      operation.state,
    )
  const { students_concerned: concerned, students_known: known } = operation
  const guard = { percent: target.config.bulk.guardPercent, always: ALWAYS_ACCEPTED }
  if (isTooMuch({ concerned: concerned ?? 0, known: known ?? 0 }, guard) && accept < (concerned ?? 0)) {
    const whom = operation.kind === 'enroll' ? 'students in Odoo' : 'students in training'
    throw new BulkRefusal(
      'acceptance-required',
      `It concerns ${concerned} of ${known} ${whom}. If that is right, confirm it with “accept”: ${concerned}.`,
      operation.state,
    )
  }
  const isFirst = await target.store.db.transaction().execute(async (db) => {
    const change = { state: 'running', confirmed_by: by } as const
    if (!(await moveBulkOperation({ db }, id, ['previewed'], change))) return false
    await appendAudit(db, {
      ...bulkAudit(id, by, 'confirm_bulk_operation'),
      before: { state: 'previewed' },
      after: { state: 'running', hash },
    })
    return true
  })
  // A second confirmation wakes the workflow again, in case the first one could not.
  if (!isFirst && !['running', 'completed'].includes((await requireOperation(target.store, id)).state))
    throw new BulkRefusal(
      'wrong-state',
      'The operation was confirmed before, and does not run any more.',
      (await requireOperation(target.store, id)).state,
    )
  return wake(target, id)
}

/** States in which each command is possible, the state after it, and those in which it was done. */
const MOVES: Readonly<
  Record<BulkCommand, readonly { readonly from: readonly BulkState[]; readonly to: BulkState }[]>
> = {
  pause: [
    { from: ['running'], to: 'paused' },
    { from: ['undoing'], to: 'undo_paused' },
  ],
  resume: [
    { from: ['paused'], to: 'running' },
    { from: ['undo_paused'], to: 'undoing' },
  ],
  cancel: [{ from: ['previewing', 'previewed', 'running', 'paused'], to: 'cancelled' }],
  // From `undone`, it tries those again who could not be undone.
  undo: [{ from: ['completed', 'cancelled', 'paused', 'failed', 'undone'], to: 'undoing' }],
}

/**
 * Changes the state of an operation. A page that is being worked on is finished first. Repeated, it
 * does nothing more.
 */
export async function commandOperation(
  target: Target,
  id: number,
  command: BulkCommand,
  by: string,
): Promise<BulkOperation> {
  const operation = await requireOperation(target.store, id)
  if (command === 'undo' && operation.confirmed_by === null)
    throw new BulkRefusal('wrong-state', 'There is nothing to undo: it never ran.', operation.state)
  if (command === 'undo' && operation.state === 'undone' && !(await hasFailedUndo(target.store, id)))
    throw new BulkRefusal('wrong-state', 'The operation is undone already.', operation.state)
  const moves = MOVES[command]
  const isMoved = await target.store.db.transaction().execute(async (db) => {
    for (const { from, to } of moves) {
      const change = command === 'undo' ? { state: to, undone_by: by } : { state: to }
      if (!(await moveBulkOperation({ db }, id, from, change))) continue
      if (command === 'cancel' || command === 'undo') await moveItems({ db }, id, 'pending', 'skipped')
      if (command === 'undo') await moveItems({ db }, id, 'undo_failed', 'done')
      await appendAudit(db, {
        ...bulkAudit(id, by, `${command}_bulk_operation`),
        before: { state: operation.state },
        after: { state: to },
      })
      return true
    }
    return false
  })
  const { state } = await requireOperation(target.store, id)
  if (!isMoved && !moves.some(({ to }) => to === state))
    throw new BulkRefusal('wrong-state', `“${command}” is not possible: the operation is ${state}.`, state)
  return wake(target, id)
}

const hasFailedUndo = async (store: Store, id: number) =>
  ((await countOutcomes(store, id)).undo_failed ?? 0) > 0

/** Without Temporal, the first search for changes after its return starts the work. */
async function wake(target: Target, id: number): Promise<BulkOperation> {
  const { pending = 0, done = 0 } = await countOutcomes(target.store, id)
  await wakeBulkOperation(target.temporal, id, pending + done).catch(ignoreOutage)
  return requireOperation(target.store, id)
}

/** States after which Odoo can be compared with what the preview said. */
const CHECKED: readonly BulkState[] = ['paused', 'cancelled', 'completed', 'failed', 'undo_paused', 'undone']

/** Compares Odoo with the preview again, and waits for that for `limit` milliseconds at most. */
export async function checkAgain(target: Target, id: number, limit: number): Promise<BulkOperation> {
  const { state, confirmed_by: confirmedBy } = await requireOperation(target.store, id)
  if (confirmedBy === null)
    throw new BulkRefusal('wrong-state', 'There is nothing to check: it never ran.', state)
  if (!CHECKED.includes(state))
    throw new BulkRefusal('wrong-state', `It is ${state}. Its check starts automatically at the end.`, state)
  await startBulkCheck(target, id, 0)
  await awaitEnd(target.temporal, bulkCheckId({ operationId: id }), limit)
  return requireOperation(target.store, id)
}

function ignoreOutage(error: unknown): void {
  if (!isTemporalUnavailable(error)) throw error
}

export async function requireOperation(store: Store, id: number): Promise<BulkOperation> {
  const operation = await bulkOperationById(store, id)
  if (!operation) throw new BulkRefusal('not-found', `Bulk operation ${id} does not exist.`)
  return operation
}
