import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import type { Config } from '../config.js'
import type { SweepInput } from '../contracts/sweep.js'
import { TaskQueue } from '../contracts/task-queues.js'

export const SWEEP_SCHEDULE = 'sweep'

/** After an outage one sweep finds everything; Temporal's default of a year would ask for each one that was missed. */
const CATCHUP = '2 minutes'

/**
 * The schedule of the sweep over Odoo: made, or brought to the present settings. Whether it is paused, and the note that says why,
 * are left as they are: a person did that.
 */
export async function ensureSweepSchedule(client: Client, sync: Config['sync']): Promise<void> {
  const definition = {
    spec: { intervals: [{ every: sync.intervalSeconds * 1000 }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'sweep',
      workflowId: 'sweep',
      taskQueue: TaskQueue.orchestrator,
      args: [{ pageSize: sync.pageSize } satisfies SweepInput],
      staticSummary: 'What has changed in Odoo?',
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
