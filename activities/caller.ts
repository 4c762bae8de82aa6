import { asyncLocalStorage, type Info } from '@temporalio/activity'
import type { MailActivities } from '../src/contracts/activities.js'
import { isInteractive, TaskQueue } from '../src/contracts/task-queues.js'
import type { Caller } from '../src/odoo/call-queue/call-queue.js'

/** The running activity as a caller of Odoo. Outside activities somebody waits for the call. */
export function callerOfActivity(): Caller {
  const info = asyncLocalStorage.getStore()?.info
  if (!info || isInteractive(info.taskQueue)) return { urgency: 'interactive' }
  return { urgency: 'bulk', student: isOneOfMany(info) ? info.workflowExecution?.workflowId : undefined }
}

/**
 * Only these have enough slots for their calls to wait for each other. Pages of the sync combine
 * their calls themselves, and few documents, and few emails of the outbox, are made at once.
 */
const isOneOfMany = ({ taskQueue, activityType }: Info): boolean =>
  taskQueue === TaskQueue.odoo || activityType === ('sendMail' satisfies keyof MailActivities)
