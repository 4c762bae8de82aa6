import { Client, Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { randomUUID } from 'node:crypto'
import type { PassingTime } from '../../../sandbox/pages/time-page.js'
import { GrpcStatus, grpcStatusOf } from '../../temporal/grpc-status.js'

/** The workflows of students. The others do not wait for days. */
const QUERY = "ExecutionStatus = 'Running' AND WorkflowType IN ('enrollment', 'progress', 'certificate')"

const DAY = 86_400_000

interface FastForward {
  readonly id: string
  readonly duration: ReturnType<typeof msToTs>
}

/**
 * Lets the server skip the time in which an execution waits: as far as `fastForwardConfig` says, or
 * else until it ends. Throws if the server cannot (older than 1.32).
 */
export const enableTimeSkipping = (
  client: Client,
  workflowId: string,
  fastForwardConfig: FastForward | null = null,
) =>
  client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig } },
    updateMask: { paths: ['time_skipping_config'] },
  })

/** The time of the workflows in a development server of Temporal. It connects at its first use. */
export function timeInTemporal(address: string, namespace = 'default') {
  const connection = Connection.lazy({ address })
  const client = new Client({ connection, namespace })

  /**
   * Moves the clock of one workflow ahead whenever it has nothing in flight. Its timers fire in
   * their order; children that it starts later begin at its time. Returns whether it was open.
   */
  async function fastForward(workflowId: string, days: number): Promise<boolean> {
    try {
      await enableTimeSkipping(client, workflowId, { id: randomUUID(), duration: msToTs(days * DAY) })
      return true
    } catch (error) {
      // It has ended in the meantime.
      if (grpcStatusOf(error) === GrpcStatus.NOT_FOUND) return false
      throw error
    }
  }

  const time: PassingTime = {
    async letPass(days) {
      const open: string[] = []
      for await (const { workflowId } of client.workflow.list({ query: QUERY })) open.push(workflowId)
      const moved = await Promise.all(open.map((workflowId) => fastForward(workflowId, days)))
      return moved.filter(Boolean).length
    },
  }
  return { ...time, close: () => connection.close() }
}
