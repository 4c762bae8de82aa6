import assert from 'node:assert/strict'
import type { BulkProgress } from '../../src/contracts/bulk-operation.js'
import { waitFor } from '../support/wait-for.js'
import { WorkflowHarness } from './workflow-harness.js'

describe('The workflow of a bulk operation', function () {
  this.timeout(120_000)
  let harness: WorkflowHarness
  before(async () => {
    harness = await WorkflowHarness.open()
  })
  afterEach(() => harness.clear())
  after(() => harness.close())

  /** As a command does. `pages`: what the next pages say. */
  const wake = (operationId: number, ...pages: BulkProgress[]) => {
    harness.bulkPages.push(...pages)
    return harness.wakeOperation(operationId)
  }
  const calls = (workflow: Awaited<ReturnType<typeof wake>>) =>
    workflow
      .fetchHistory()
      .then(({ events }) =>
        (events ?? []).flatMap(
          (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
        ),
      )

  it('previews the bulk operation, works page by page, waits while it is paused, and ends', async () => {
    const workflow = await wake(1, 'more', 'more', 'wait')
    await waitFor('it waits', () => harness.bulkPages.length === 0)
    await wake(1, 'more')
    await workflow.result()
    const made = await calls(workflow)
    assert.equal(made[0], 'previewBulkOperation')
    // Two pages, the pause, one more page, and the end.
    assert.equal(made.filter((name) => name === 'advanceBulkOperation').length, 5)
  })

  it('records that a bulk operation has failed for good', async () => {
    harness.failBulkPages(1)
    const workflow = await wake(2)
    await assert.rejects(workflow.result())
    assert.deepEqual(await calls(workflow), [
      'previewBulkOperation',
      'advanceBulkOperation',
      'recordBulkFailure',
    ])
  })
})
