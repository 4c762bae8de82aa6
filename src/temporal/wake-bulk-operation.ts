import type { Client } from '@temporalio/client'
import {
  bulkOperationChanged,
  bulkOperationId,
  type BulkOperationInput,
} from '../contracts/bulk-operation.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { priorityOfOperation } from '../contracts/urgency.js'

/** Limit of one call to Temporal. Milliseconds. */
const CALL_LIMIT = 5_000

/** Tells the workflow of an operation that its state has changed, and starts it if it has ended. */
export async function wakeBulkOperation(
  temporal: Client,
  operationId: number,
  students: number,
): Promise<void> {
  const input: BulkOperationInput = { operationId }
  await temporal.withDeadline(Date.now() + CALL_LIMIT, () =>
    temporal.workflow.signalWithStart('bulkOperation', {
      workflowId: bulkOperationId(input),
      taskQueue: TaskQueue.orchestrator,
      args: [input],
      signal: bulkOperationChanged,
      signalArgs: [],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      priority: priorityOfOperation(students),
      staticSummary: `Bulk operation ${operationId}`,
    }),
  )
}
