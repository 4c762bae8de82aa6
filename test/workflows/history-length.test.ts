import assert from 'node:assert/strict'
import type { WorkflowHandle } from '@temporalio/client'
import { course, WorkflowHarness } from './workflow-harness.js'

/**
 * Events that a whole journey may cost here, with every change signalled by itself. Each is stored
 * in the database, and replayed after a restart. (`npm run bench:journey` measures a journey as the
 * sync signals it.)
 */
const LIMIT = 130

describe('history length', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  it(`keeps a whole journey through three courses within ${LIMIT} events in all its workflows`, async () => {
    const student = await harness.student([course(1), course(2), course(3)]).applies()
    assert.equal((await student.enrollment.result()).stage, 'training_started')
    await student.isSynced()
    // What the sync signals: the start, each milestone, each completed course; nothing in between.
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
    assert.ok(sum <= LIMIT, `${lengths.join(' + ')} = ${sum} events`)
    assert.equal(student.fakes.mails('completion').length, 3)
  })
})

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events?.length ?? 0
