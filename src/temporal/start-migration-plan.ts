import type { Client } from '@temporalio/client'
import { migrationPlanId, type MigrationPlanInput } from '../contracts/migration-plan.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { enterMigrationPlan, failMigrationPlan } from '../store/migration-plans.js'
import type { Store } from '../store/store.js'
import { awaitEnd } from './await-end.js'

/** Limit of the start. Milliseconds. */
const CALL_LIMIT = 5_000

/**
 * Starts a migration plan and waits for its end, but no longer than `limit` milliseconds. Returns
 * its id.
 */
export async function startMigrationPlan(
  { temporal, store }: { readonly temporal: Client; readonly store: Store },
  plan: Parameters<typeof enterMigrationPlan>[1],
  limit: number,
): Promise<number> {
  const planId = await enterMigrationPlan(store, plan)
  const input: MigrationPlanInput = { planId }
  try {
    await temporal.withDeadline(Date.now() + CALL_LIMIT, () =>
      temporal.workflow.start('migrationPlan', {
        workflowId: migrationPlanId(input),
        taskQueue: TaskQueue.orchestrator,
        args: [input],
        // One with this number that still runs is of a database that was lost. It only reads.
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        staticSummary: `Migration plan of program ${plan.programId}`,
      }),
    )
  } catch (error) {
    await failMigrationPlan(store, planId, 'NotStarted')
    throw error
  }
  await awaitEnd(temporal, migrationPlanId(input), limit)
  return planId
}
