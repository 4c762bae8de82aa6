import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client'
import type { Config } from '../config.js'
import { RECONCILIATION_ID, type ReconciliationInput } from '../contracts/reconciliation.js'
import {
  confirmReconciliation,
  enterReconciliation,
  withdrawReconciliation,
} from '../store/reconciliations.js'
import type { Store } from '../store/store.js'
import { reconciliationOptions } from './schedules.js'

interface Target {
  readonly temporal: Client
  readonly store: Store
  readonly config: Pick<Config, 'sync'>
}

/** Limit of one call to Temporal. Milliseconds. */
const CALL_LIMIT = 5_000

/**
 * Starts a reconciliation on demand. Returns the id of the run; null: another one is in progress.
 */
export async function startReconciliation(
  target: Target,
  { dryRun, requestedBy }: { readonly dryRun: boolean; readonly requestedBy: string },
): Promise<number | null> {
  if (await isInProgress(target)) return null
  const runId = await enterReconciliation(target.store, { dryRun, requestedBy, workflowRun: null })
  try {
    if (await start(target, { runId, dryRun })) return runId
  } catch (error) {
    await withdrawReconciliation(target.store, runId)
    throw error
  }
  await withdrawReconciliation(target.store, runId)
  return null
}

/**
 * Lets a stopped run repair what it has found. `not_stopped`: it is not stopped, or a later run has
 * compared everything again.
 */
export async function confirmRun(
  target: Target,
  runId: number,
  by: string,
): Promise<'started' | 'not_stopped' | 'in_progress'> {
  if (await isInProgress(target)) return 'in_progress'
  if (!(await confirmReconciliation(target.store, runId, by))) return 'not_stopped'
  return (await start(target, { runId, dryRun: false, confirmed: true })) ? 'started' : 'in_progress'
}

async function isInProgress({ temporal }: Target): Promise<boolean> {
  const handle = temporal.workflow.getHandle(RECONCILIATION_ID)
  const described = await temporal
    .withDeadline(Date.now() + CALL_LIMIT, () => handle.describe())
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null
      throw error
    })
  return described?.status.name === 'RUNNING'
}

/** Returns false if one is in progress. */
async function start(
  { temporal, config }: Target,
  input: Omit<ReconciliationInput, 'pageSize' | 'parallelPages'>,
): Promise<boolean> {
  const { pageSize, parallelPages } = config.sync
  const { workflowType, ...options } = reconciliationOptions({ ...input, pageSize, parallelPages })
  try {
    await temporal.withDeadline(Date.now() + CALL_LIMIT, () => temporal.workflow.start(workflowType, options))
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}
