import { Worker } from '@temporalio/worker'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflows } from '../../../src/temporal/bundle.js'
import type { Environment } from '../../e2e/environment.js'
import { oneActivity } from './one-activity.js'

/** Starts in flight at once, as a page of the sync has. */
const AT_ONCE = 20
const TASK_QUEUE = 'one-activity'
/** Milliseconds. */
const POLL = 100

/** Returns the seconds that so many workflows take which do nothing but call one empty activity. */
export async function timeOfEmptyWorkflows(
  { client, connection }: Pick<Environment, 'client' | 'connection'>,
  count: number,
): Promise<number> {
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundleWorkflows(fileURLToPath(new URL('one-activity.ts', import.meta.url))),
    activities: { nothing: () => Promise.resolve() },
  })
  return worker.runUntil(async () => {
    const startedAt = performance.now()
    let left = count
    const start = async () => {
      while (left > 0) {
        left -= 1
        const workflowId = `one-activity-${randomUUID()}`
        await client.workflow.start(oneActivity, { workflowId, taskQueue: TASK_QUEUE })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, start))
    // To wait for each result is a long poll, and a namespace allows fewer of those than workflows.
    const query = `TaskQueue = '${TASK_QUEUE}' and ExecutionStatus = 'Completed'`
    while ((await client.workflow.count(query)).count < count) await sleep(POLL)
    return (performance.now() - startedAt) / 1000
  })
}
