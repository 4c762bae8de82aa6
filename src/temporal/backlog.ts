import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import { TaskQueue } from '../contracts/task-queues.js'

/** Tasks that wait in a task queue for a worker. */
export interface Backlog {
  readonly queue: TaskQueue
  /** Of workflows and activities. An estimate of the server. */
  readonly tasks: number
  /** Age of the oldest one. Seconds. */
  readonly oldestSeconds: number
}

const { TaskQueueType } = proto.temporal.api.enums.v1
const TYPES = [TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY]

/** Returns the queues in which tasks wait. Throws if Temporal does not respond. */
export async function readBacklog({ workflowService, options: { namespace } }: Client): Promise<Backlog[]> {
  const all = await Promise.all(
    Object.values(TaskQueue).map(async (queue) => {
      const stats = await Promise.all(
        TYPES.map(async (taskQueueType) => {
          const described = await workflowService.describeTaskQueue({
            namespace,
            taskQueue: { name: queue },
            taskQueueType,
            reportStats: true,
          })
          return described.stats
        }),
      )
      return {
        queue,
        tasks: sum(stats.map((one) => Number(one?.approximateBacklogCount ?? 0))),
        oldestSeconds: Math.max(...stats.map((one) => Number(one?.approximateBacklogAge?.seconds ?? 0))),
      }
    }),
  )
  return all.filter(({ tasks }) => tasks > 0)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
