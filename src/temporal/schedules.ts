import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import type { Config } from '../config.js'
import type { SweepInput } from '../contracts/sweep.js'
import { TaskQueue } from '../contracts/task-queues.js'

export const SWEEP_SCHEDULE = 'sweep'

/** After an outage one sweep finds everything. By default, Temporal would run every missed one. */
const CATCHUP = '2 minutes'

/**
 * Creates the schedule of the sweep or updates it to the configuration. Whether it is paused, and
 * the note that says why, stay as they are: a person decided that.
 */
export async function ensureSweepSchedule(client: Client, sync: Config['sync']): Promise<void> {
  const definition = {
    spec: { intervals: [{ every: sync.intervalSeconds * 1000 }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'sweep',
      workflowId: 'sweep',
      taskQueue: TaskQueue.orchestrator,
      args: [{ pageSize: sync.pageSize, parallelPages: sync.parallelPages } satisfies SweepInput],
      staticSummary: 'Find what has changed in Odoo',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP, pauseOnFailure: false },
  }
  try {
    await client.schedule.create({
      scheduleId: SWEEP_SCHEDULE,
      ...definition,
      state: { triggerImmediately: true },
    })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    const handle = client.schedule.getHandle(SWEEP_SCHEDULE)
    await handle.update(({ state }) => ({ ...definition, state }))
  }
}
