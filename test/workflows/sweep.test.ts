import assert from 'node:assert/strict'
import { WorkflowHarness } from './workflow-harness.js'

describe('The sweep', function () {
  this.timeout(120_000)
  let harness: WorkflowHarness
  before(async () => {
    harness = await WorkflowHarness.open()
  })
  after(() => harness.close())

  it('runs one activity when nothing has changed', async () => {
    assert.deepEqual(await harness.sweep(), { pages: 0, students: 0, written: 0, notified: 0, setAside: 0 })
    assert.deepEqual(await harness.sweepActivities(), ['findChanges'])
  })

  it('continues as new before its history gets long, and adds up what its runs have done', async () => {
    harness.changed.push(...Array.from({ length: 450 }, (_, index) => 100_000 + index))
    const { pages, students } = await harness.sweep(2)
    assert.deepEqual([pages, students, harness.changed.length], [225, 450, 0])
    const types = await harness.sweepActivities()
    assert.ok(types.length < 50, `${types.length} activities in the last run`)
  })

  it('goes on with the other pages when one fails, and then fails itself', async () => {
    harness.changed.push(...Array.from({ length: 10 }, (_, index) => 200_000 + index))
    harness.failPages(1)
    await assert.rejects(harness.sweep(1))
    assert.equal(harness.changed.length, 0)
  })
})
