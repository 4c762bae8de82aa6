import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client'
import type { Config } from '../config.js'
import { RECONCILIATION_ID, type ReconciliationInput } from '../contracts/reconciliation.js'
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
  await ensure(client, SWEEP_SCHEDULE, definition, { triggerImmediately: true })
}

const RECONCILIATION_SCHEDULE = 'reconciliation'

/**
 * The same for reconciliation, in the nights of the center. Without a cron expression there is no
 * schedule: it runs on demand only.
 */
export async function ensureReconciliationSchedule(
  client: Client,
  { sync, reconciliation }: Pick<Config, 'sync' | 'reconciliation'>,
  timeZone: string,
): Promise<void> {
  const { cron } = reconciliation
  if (cron === null) {
    await client.schedule
      .getHandle(RECONCILIATION_SCHEDULE)
      .delete()
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleNotFoundError)) throw error
      })
    return
  }
  await ensure(client, RECONCILIATION_SCHEDULE, {
    spec: { cronExpressions: [cron], timezone: timeZone },
    action: {
      type: 'startWorkflow',
      ...reconciliationOptions({
        dryRun: false,
        pageSize: sync.pageSize,
        parallelPages: sync.parallelPages,
      }),
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP, pauseOnFailure: false },
  })
}

/** How the workflow is started, whoever asks for it. */
export const reconciliationOptions = (input: ReconciliationInput) => ({
  workflowType: 'reconciliation',
  workflowId: RECONCILIATION_ID,
  taskQueue: TaskQueue.orchestrator,
  args: [input],
  staticSummary: 'Compare all records with Odoo',
})

type Definition = Omit<ScheduleOptions, 'scheduleId' | 'state'>

async function ensure(
  client: Client,
  scheduleId: string,
  definition: Definition,
  state: ScheduleOptions['state'] = {},
): Promise<void> {
  try {
    await client.schedule.create({ scheduleId, ...definition, state })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    const handle = client.schedule.getHandle(scheduleId)
    await handle.update((present) => ({ ...definition, state: present.state }))
  }
}
