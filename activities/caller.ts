import { asyncLocalStorage } from '@temporalio/activity'
import { isInteractive, TaskQueue } from '../src/contracts/task-queues.js'
import type { Caller } from '../src/odoo/call-queue/call-queue.js'

/** The running activity as a caller of Odoo. Outside activities somebody waits for the call. */
export function callerOfActivity(): Caller {
  const info = asyncLocalStorage.getStore()?.info
  if (!info || isInteractive(info.taskQueue)) return { urgency: 'interactive' }
  // Pages of the sync combine the calls for many students themselves.
  if (info.taskQueue === TaskQueue.odooBulk) return { urgency: 'bulk' }
  return { urgency: 'bulk', student: info.workflowExecution?.workflowId }
}
