/**
 * Compares all rows of the watched models with what we remember of them, in the night or on demand.
 * It finds what neither a webhook nor the sweep can: rows that were deleted, or changed without a
 * write date. What differs is stored as drift in our database; the history contains counts only.
 *
 *   compare   → each model in Odoo, then our own registers
 *   guard     → a repair of too many students stops here and waits for a person
 *   repair    → the students concerned go into the queue, and pages read them again as those of a
 *               sweep do: numbers, notifications and tasks follow as always
 */
import { continueAsNew, ContinueAsNew, isCancellation, sleep } from '@temporalio/workflow'
import type { ReconciliationInput, ReconciliationResult } from '../src/contracts/reconciliation.js'
import { reconcile } from './activity-proxies.js'
import { failureTypeOf } from './failures.js'
import { syncPages } from './sync-pages.js'

export async function reconciliation(input: ReconciliationInput): Promise<ReconciliationResult> {
  const { dryRun, confirmed = false } = input
  const { runId, models } = await reconcile('begin').beginReconciliation({
    dryRun,
    ...(input.runId !== undefined && { runId: input.runId }),
  })
  try {
    const drift = confirmed ? 0 : await compare(runId, dryRun, models)
    const state = await repair(input, runId, confirmed)
    await reconcile('end').endReconciliation({ runId, state })
    return { runId, state, drift }
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof ContinueAsNew))
      await reconcile('end').endReconciliation({ runId, state: 'failed', failureType: failureTypeOf(error) })
    throw error
  }
}

async function compare(runId: number, dryRun: boolean, models: readonly string[]): Promise<number> {
  let drift = 0
  for (const model of models)
    drift += (await reconcile(`compare ${model}`).compareModel({ runId, dryRun, model })).drift
  return drift + (await reconcile('compare our registers').compareRegisters({ runId, dryRun })).drift
}

async function repair(
  input: ReconciliationInput,
  runId: number,
  confirmed: boolean,
): Promise<'stopped' | 'completed'> {
  const { dryRun, pageSize, parallelPages } = input
  if (dryRun) return 'completed'
  if (!confirmed && (await reconcile('guard').judgeDrift({ runId })).isTooMuch) return 'stopped'
  for (let page = 0; ; page += 1) {
    const { more, waiting } = await reconcile('repair').repairDrift({ runId })
    if (waiting > 0) await syncPages({ pageSize, parallelPages, source: 'reconciliation', waiting })
    if (!more) break
    // What was found is in our database, so the next run of the workflow goes on from there.
    if (page === REPAIRS_PER_RUN)
      await continueAsNew<typeof reconciliation>({ ...input, runId, confirmed: true })
  }
  for (let attempt = 0; attempt < SETTLE_ATTEMPTS; attempt += 1) {
    if ((await reconcile('check the repair').settleDrift({ runId })).waiting === 0) break
    // A sweep has claimed some of the students.
    await sleep(SETTLE_PAUSE, { summary: 'a sweep reads some of the students' })
  }
  return 'completed'
}

/** Pages of drift in one history. */
const REPAIRS_PER_RUN = 50

const SETTLE_ATTEMPTS = 6
const SETTLE_PAUSE = '10 seconds'
