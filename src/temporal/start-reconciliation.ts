import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client'
import type { Config } from '../config.js'
import { RECONCILIATION_ID, type ReconciliationInput } from '../contracts/reconciliation.js'
import { recordAudit } from '../store/audit.js'
import {
  confirmReconciliation,
  enterReconciliation,
  lastReconciliations,
  startAudit,
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
    if (await start(target, { runId, dryRun })) {
      await recordAudit(target.store, startAudit(runId, requestedBy, 'accepted'))
      return runId
    }
  } catch (error) {
    await withdraw(target, runId, requestedBy)
    throw error
  }
  await withdraw(target, runId, requestedBy)
  return null
}

async function withdraw({ store }: Target, runId: number, requestedBy: string): Promise<void> {
  await withdrawReconciliation(store, runId)
  await recordAudit(store, startAudit(runId, requestedBy, 'failed'))
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

/** How long a caller waits for a workflow that has recorded its end. Milliseconds. */
const CLOSING_LIMIT = 5_000
const CLOSING_POLL = 100

/** A workflow that has recorded the end of its run is over in a moment. */
async function isInProgress(target: Target): Promise<boolean> {
  const deadline = Date.now() + CLOSING_LIMIT
  while (await isRunning(target)) {
    const isRegistered = (await lastReconciliations(target.store, 1)).some(({ state }) => state === 'running')
    if (isRegistered || Date.now() > deadline) return true
    await sleep(CLOSING_POLL)
  }
  return false
}

/** One on demand has a fixed id; the schedule adds the time to the id of each of its own. */
async function isRunning({ temporal }: Target): Promise<boolean> {
  const { count } = await temporal.withDeadline(Date.now() + CALL_LIMIT, () =>
    temporal.workflow.count('WorkflowType = "reconciliation" AND ExecutionStatus = "Running"'),
  )
  if (count > 0) return true
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
