import { cancellationSignal } from '@temporalio/activity'
import type { MigrationActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import {
  completeMigrationPlan,
  failMigrationPlan,
  migrationPlanById,
} from '../../src/store/migration-plans.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { migrationPlan } from './migration-plan.js'

/** The side effects of `workflows/migration-plan.ts`. */
export function createMigrationActivities(context: ActivityContext): MigrationActivities {
  const { store, clock, timeZone } = context
  return {
    planProgram: ({ planId }) =>
      withHeartbeats(async () => {
        const plan = await migrationPlanById(store, planId)
        if (!plan) throw failure(FailureType.WrongState, 'The plan is no longer kept.', { planId })
        const odoo = context.odoo.with({ signal: cancellationSignal() })
        const now = { instant: clock(), timeZone: await timeZone() }
        const students = await migrationPlan({ odoo, store, now }, plan.program_id)
        if (students === null)
          throw failure(FailureType.OdooMissing, 'The program, or a course of it, cannot be read in Odoo.')
        await completeMigrationPlan(store, planId, students)
      }),
    recordPlanFailure: ({ planId, failureType }) => failMigrationPlan(store, planId, failureType),
  }
}
