import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import { setTimeout as sleep } from 'node:timers/promises'
import { COMMAND_PRIORITY_KEY } from '../contracts/urgency.js'

// A CommonJS module: Node cannot see its named exports.
const { TaskQueueType } = proto.temporal.api.enums.v1

/** A command does not wait longer for its priority. Milliseconds. */
const RAISE_LIMIT = 1_000

/** Limit of the probe, and the time until a task must be in the statistics. Milliseconds. */
const PROBE_LIMIT = 5_000
const PROBE_POLL = 50

/**
 * Lets the tasks of a workflow overtake those of others: a person waits for it. Temporal gives a
 * running workflow no other way. It costs one event. A server that cannot do it, or a workflow that
 * has ended, is no obstacle: the command that follows says what is wrong.
 */
export async function raisePriority(client: Client, workflowId: string): Promise<void> {
  const request = {
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { priority: { priorityKey: COMMAND_PRIORITY_KEY } },
    updateMask: { paths: ['priority'] },
  }
  await client
    .withDeadline(Date.now() + RAISE_LIMIT, () =>
      client.workflowService.updateWorkflowExecutionOptions(request),
    )
    .catch(() => undefined)
}

/**
 * Whether the server orders tasks by priority. Undefined: it cannot be told. No version or
 * capability says so; 1.29 and 1.30 do it only with `matching.useNewMatcher`. So the probe puts the
 * first task of a workflow into a queue that nobody reads. A server that ignores priorities counts
 * it under the default key.
 */
export async function honorsPriorities(client: Client): Promise<boolean | undefined> {
  const { namespace } = client.options
  const name = `priority-probe-${randomUUID()}`
  const deadline = Date.now() + PROBE_LIMIT
  return client.withDeadline(deadline, async () => {
    const { workflowId, firstExecutionRunId: runId } = await client.workflow.start('priorityProbe', {
      workflowId: name,
      taskQueue: name,
      priority: { priorityKey: COMMAND_PRIORITY_KEY },
      workflowExecutionTimeout: PROBE_LIMIT,
    })
    try {
      while (Date.now() < deadline - PROBE_POLL) {
        const { stats, statsByPriorityKey } = await client.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name },
          taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
          reportStats: true,
        })
        const counted = (count: unknown) => Number(count ?? 0) > 0
        if (counted(stats?.approximateBacklogCount))
          return counted(statsByPriorityKey[COMMAND_PRIORITY_KEY]?.approximateBacklogCount)
        await sleep(PROBE_POLL)
      }
      return undefined
    } finally {
      // Its own time limit ends it in any case.
      const workflowExecution = { workflowId, runId }
      await client
        .withDeadline(Date.now() + PROBE_LIMIT, () =>
          client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }),
        )
        .catch(() => undefined)
    }
  })
}
