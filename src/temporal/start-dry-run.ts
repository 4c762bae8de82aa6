import type { Client } from '@temporalio/client'
import { dryRunWorkflowId, type DryRunInput } from '../contracts/dry-run.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { dryRunById, endDryRun, enterDryRun, type DryRun } from '../store/dry-runs.js'
import type { Store } from '../store/store.js'
import { awaitEnd } from './await-end.js'

interface Target {
  readonly temporal: Client
  readonly store: Store
}

/** Limit of the start. Milliseconds. */
const CALL_LIMIT = 5_000

/** Starts a dry run. Returns its id. */
export async function startDryRun(
  { temporal, store }: Target,
  rules: Parameters<typeof enterDryRun>[1],
): Promise<number> {
  const dryRunId = await enterDryRun(store, rules)
  const input: DryRunInput = { dryRunId }
  try {
    await temporal.withDeadline(Date.now() + CALL_LIMIT, () =>
      temporal.workflow.start('dryRun', {
        workflowId: dryRunWorkflowId(input),
        taskQueue: TaskQueue.orchestrator,
        args: [input],
        // One with this number that still runs is of a database that was lost. It only reads.
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        staticSummary: `Dry run of the rules of program ${rules.programId}`,
      }),
    )
  } catch (error) {
    await endDryRun(store, dryRunId, { failureType: 'NotStarted' })
    throw error
  }
  return dryRunId
}

/** Waits for the end of a dry run, but no longer than `limit`, and returns it as it is then. */
export async function awaitDryRun(
  { temporal, store }: Target,
  dryRunId: number,
  limit: number,
): Promise<DryRun | undefined> {
  await awaitEnd(temporal, dryRunWorkflowId({ dryRunId }), limit)
  return dryRunById(store, dryRunId)
}
