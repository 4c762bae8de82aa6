/**
 * Sorts the students of a program by what would happen to them when it goes live, and changes
 * nothing. What it finds is stored in our database; the history contains no ids.
 */
import { isCancellation } from '@temporalio/workflow'
import type { MigrationPlanInput } from '../src/contracts/migration-plan.js'
import { migrationPlans } from './activity-proxies.js'
import { failureTypeOf } from './failures.js'

export async function migrationPlan(input: MigrationPlanInput): Promise<void> {
  try {
    await migrationPlans('sort the students').planProgram(input)
  } catch (error) {
    if (!isCancellation(error))
      await migrationPlans('record the failure').recordPlanFailure({
        ...input,
        failureType: failureTypeOf(error),
      })
    throw error
  }
}
