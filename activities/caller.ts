import { asyncLocalStorage } from '@temporalio/activity'
import { isInteractive, TaskQueue } from '../src/contracts/task-queues.js'
import type { Caller } from '../src/odoo/call-queue/call-queue.js'

/**
 * The running activity as a caller of Odoo. Outside activities somebody waits for the call. Only
 * this queue has enough slots for calls to wait for each other: pages of the sync combine their
 * calls themselves, and few emails and documents are made at once.
 */
export function callerOfActivity(): Caller {
  const info = asyncLocalStorage.getStore()?.info
  if (!info || isInteractive(info.taskQueue)) return { urgency: 'interactive' }
  return {
    urgency: 'bulk',
    student: info.taskQueue === TaskQueue.odoo ? info.workflowExecution?.workflowId : undefined,
  }
}
