/**
 * Compares proposed rules of a program with the present ones, student by student, and changes
 * nothing. What it finds is stored in our database; the history contains counts only.
 */
import { isCancellation } from '@temporalio/workflow'
import type { DryRunInput } from '../src/contracts/dry-run.js'
import { rules } from './activity-proxies.js'
import { failureTypeOf } from './failures.js'

export async function dryRun(input: DryRunInput): Promise<{ readonly students: number }> {
  try {
    return await rules('compare the rules').compareRules(input)
  } catch (error) {
    if (!isCancellation(error))
      await rules('record the failure').recordDryRunFailure({ ...input, failureType: failureTypeOf(error) })
    throw error
  }
}
