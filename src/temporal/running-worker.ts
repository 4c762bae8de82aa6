import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import { TaskQueue } from '../contracts/task-queues.js'

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType

/** A worker asks for tasks at least once a minute. The server lists it for five. Milliseconds. */
const LATEST_POLL = 75_000

/** Whether any worker of ours runs. Throws if Temporal does not respond. */
export async function isWorkerRunning({ workflowService, options: { namespace } }: Client): Promise<boolean> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: TaskQueue.orchestrator },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  })
  const since = Date.now() - LATEST_POLL
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > since)
}
