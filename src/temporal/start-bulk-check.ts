import type { Client } from '@temporalio/client'
import { bulkCheckId, CHECK_PATIENCE, type BulkCheckInput } from '../contracts/bulk-check.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { priorityOfOperation } from '../contracts/urgency.js'
import { enterCheck } from '../store/bulk-checks.js'
import type { Store } from '../store/store.js'

interface Target {
  readonly temporal: Client
  readonly store: Store
}

/** Limit of the start. Milliseconds. */
const CALL_LIMIT = 5_000

/**
 * Starts the check of an operation; one that is going on begins again. `patience`: how long what is
 * not there yet is waited for, in milliseconds; 0: not at all.
 */
export async function startBulkCheck(
  { temporal, store }: Target,
  operationId: number,
  patience = CHECK_PATIENCE,
): Promise<void> {
  await enterCheck(store, operationId)
  const input: BulkCheckInput = { operationId, patience }
  await temporal.withDeadline(Date.now() + CALL_LIMIT, () =>
    temporal.workflow.start('bulkCheck', {
      workflowId: bulkCheckId(input),
      taskQueue: TaskQueue.orchestrator,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      priority: priorityOfOperation(0),
      staticSummary: `Check of bulk operation ${operationId}`,
    }),
  )
}
