import assert from 'node:assert/strict'
import { timeInTemporal } from '../../../src/cli/launcher/passing-time.js'
import { temporalServer } from '../../support/temporal.js'
import { waitFor } from '../../support/wait-for.js'
import { WorkflowHarness } from '../../workflows/workflow-harness.js'

/** What the page “Let time pass” of the sandbox does. */
describe('time that passes in the sandbox', function () {
  let harness: WorkflowHarness
  let time: ReturnType<typeof timeInTemporal>
  before(async function () {
    const { address, canSkipTime } = await temporalServer()
    if (!canSkipTime) return this.skip()
    harness = await WorkflowHarness.open()
    time = timeInTemporal(address, harness.client.options.namespace)
  })
  afterEach(() => harness.clear())
  after(() => time.close())
  after(() => harness.close())

  /** Lets days pass once the server lists these open workflows. Returns how many it moved. */
  const letPass = async (days: number, open: number): Promise<number> => {
    const query = "ExecutionStatus = 'Running' AND WorkflowType IN ('enrollment', 'progress')"
    await waitFor(`${open} listed workflows`, async () => {
      return (await harness.client.workflow.count(query)).count === open
    })
    return time.letPass(days)
  }

  it('lets reminders of learners and of tasks fall due, and nothing that is later', async () => {
    const learner = harness.student()
    await (await learner.trains()).isSynced()
    const applicant = harness.student()
    applicant.fakes.changeFacts('facts-1', { age: 16 })
    await (await applicant.applies()).opensTask('enrollment', 'eligibility')

    assert.equal(await letPass(7, 2), 2)
    await learner.gets('reminder')
    await applicant.records('enrollment', /^Escalated: no decision yet/)
    await learner.isIdle()
    assert.deepEqual(
      learner.fakes.mails('reminder').map(({ number }) => number),
      [1],
    )
    assert.equal((await applicant.state('enrollment')).stage, 'review')
  })

  it('is counted from what a learner does afterwards', async () => {
    const student = harness.student()
    await (await student.trains()).isSynced()
    const readsNow = () => Promise.resolve(student.fakes.snapshot(Date.now()))
    student.fakes.stubs.syncApplication.next(readsNow, readsNow)
    await letPass(8, 1)
    await student.gets('reminder')

    await student.learns({ 1: { overall: 10 } })
    await student.records('progress', /^First progress/)
    await student.isIdle()
    const reminders = async () =>
      (await student.messages('progress')).filter((message) => message.startsWith('Reminder'))
    assert.deepEqual(await reminders(), ['Reminder 1: no progress for 7 days.'])

    await time.letPass(7)
    await student.gets('reminder', 2)
    assert.deepEqual(await reminders(), Array(2).fill('Reminder 1: no progress for 7 days.'))
  })

  it('does not pass for workflows that have ended', async () => {
    const student = harness.student()
    await (await student.trains()).isSynced()
    await student.learns({ 1: { overall: 100 } })
    await student.progress.result()
    assert.equal(await time.letPass(7), 0)
  })
})
