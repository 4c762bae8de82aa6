import assert from 'node:assert/strict'
import type { WorkflowHandle } from '@temporalio/client'
import { course, WorkflowHarness } from './workflow-harness.js'

/**
 * Events that a whole journey may cost here, with every step told by itself: each is paid for in the database, and replayed after a
 * restart. (The bar for a journey as the sync tells it is measured by `npm run bench:journey`.)
 */
const LIMIT = 220

describe('length of histories', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  it(`keeps a whole journey through three courses within ${String(LIMIT)} events in all its workflows`, async () => {
    const student = await harness.student([course(1), course(2), course(3)]).applies()
    assert.equal((await student.enrollment.result()).stage, 'training_started')
    await student.isSynced()
    // What the sync tells: the start, each milestone, each completed course; in between nothing travels.
    for (const numbers of [
      { 1: { overall: 4 } },
      { 1: { overall: 75 } },
      { 1: { overall: 100 } },
      { 2: { overall: 50 } },
      { 2: { overall: 100 } },
      { 3: { overall: 25 } },
    ]) {
      await student.learns(numbers)
      await student.isIdle()
    }
    await student.learns({ 3: { overall: 100 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })

    const lengths = await Promise.all(
      [student.enrollment, student.progress, student.certificate].map(eventsOf),
    )
    const sum = lengths.reduce((total, length) => total + length, 0)
    assert.ok(sum <= LIMIT, `${lengths.join(' + ')} = ${String(sum)} events`)
    assert.equal(student.fakes.mails('completion').length, 3)
  })
})

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events?.length ?? 0
