/**
 * One change for many students. Its state and its items are in our database; the history contains
 * no ids.
 *
 *   preview → what would happen to whom; nothing is changed
 *   run     → page by page, after a person has confirmed exactly this preview
 *   undo    → page by page, what the run has done
 *
 * A signal says that a person has changed the state: confirmed, paused, resumed, cancelled or
 * undone. The workflow ends while there is nothing to do, and the next change starts it again.
 */
import { condition, continueAsNew, isCancellation, setHandler } from '@temporalio/workflow'
import { bulkOperationChanged, type BulkOperationInput } from '../src/contracts/bulk-operation.js'
import { bulkOperationSteps } from './activity-proxies.js'
import { failureTypeOf } from './failures.js'

/** Pages in one history. */
const PAGES_PER_RUN = 200

export async function bulkOperation(input: BulkOperationInput): Promise<void> {
  let changes = 0
  setHandler(bulkOperationChanged, () => {
    changes += 1
  })
  try {
    await bulkOperationSteps('preview').previewBulkOperation(input)
    for (let page = 0; page < PAGES_PER_RUN; page += 1) {
      const seen = changes
      const { next } = await bulkOperationSteps('a page of students').advanceBulkOperation(input)
      if (next === 'wait') await condition(() => changes > seen)
      else if (next === 'ended' && changes === seen) return
    }
  } catch (error) {
    if (!isCancellation(error))
      await bulkOperationSteps('record the failure').recordBulkFailure({
        ...input,
        failureType: failureTypeOf(error),
      })
    throw error
  }
  await continueAsNew<typeof bulkOperation>(input)
}
