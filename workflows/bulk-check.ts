/**
 * Compares Odoo after the run of a bulk operation, or after its undo, with what the preview said:
 * nothing more, and nothing less. What the run has begun may not be there yet, so it looks again
 * until it is, or until its patience ends. It only reads.
 */
import { isCancellation, sleep } from '@temporalio/workflow'
import type { BulkCheckInput } from '../src/contracts/bulk-check.js'
import { bulkChecks } from './activity-proxies.js'
import { failureTypeOf } from './failures.js'

/** Milliseconds between two comparisons: from the first to the longest. */
const FIRST_PAUSE = 2_000
const LONGEST_PAUSE = 120_000

export async function bulkCheck({ operationId, patience }: BulkCheckInput): Promise<void> {
  const deadline = Date.now() + patience
  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const isLast = Date.now() + pause > deadline
      const { waiting } = await bulkChecks('compare with Odoo').checkBulkOperation({ operationId, isLast })
      if (waiting === 0 || isLast) return
      await sleep(pause)
    }
  } catch (error) {
    if (!isCancellation(error))
      await bulkChecks('record the failure').recordCheckFailure({
        operationId,
        failureType: failureTypeOf(error),
      })
    throw error
  }
}
