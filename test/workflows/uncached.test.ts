import assert from 'node:assert/strict'
import { enroll } from '../../src/contracts/enrollment.js'
import { resync } from '../../src/contracts/progress.js'
import { waitFor } from '../support/wait-for.js'
import { course, WorkflowHarness } from './workflow-harness.js'

/**
 * Nothing is kept in memory: every workflow task replays its whole history, as after a restart of
 * every worker at every step.
 */
describe('workflows without a cache', function () {
  // A task that comes while its workflow is being evicted waits ten seconds to be repeated.
  this.timeout(180_000)

  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open({ maxCachedWorkflows: 0 })))
  afterEach(() => harness.clear())
  after(() => harness.close())

  it('completes a journey through all three charts, with a person at each "No"', async () => {
    const student = harness.student([course(1), course(2, false)])
    student.fakes.changeFacts('facts-1', { age: 16 })
    student.fakes.evidence = { openDocuments: ['passport'] }
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    await student.decides({ decision: 'approve', comment: 'comment-1' })
    await student.opensTask('enrollment', 'enroll')
    // A query may be answered from a workflow task that is repeated: the task is open a moment
    // later.
    await waitFor('the agent to enroll', () =>
      student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] }),
    )
    assert.equal((await student.enrollment.result()).stage, 'training_started')

    await student.isSynced()
    await student.learns({ 1: { overall: 40 } })
    await student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] })
    await student.learns({ 1: { overall: 90 }, 2: { overall: 60 } })
    await student.learns({ 2: { overall: 85 } })
    await student.opensTask('certificate', 'certificate')
    await waitFor('the decision to issue anyway', () =>
      student.decidesCertificate({ decision: 'issue_anyway', comment: 'comment-2' }),
    )
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })

    const { fakes } = student
    assert.equal(fakes.mails('welcome').length, 2)
    assert.deepEqual(
      fakes.mails('completion').map(({ version }) => version),
      ['1', '2'],
    )
    assert.equal(fakes.mails('certificate').length, 1)
    assert.equal(fakes.stubs.issueCertificate.requests.length, 1)
  })
})
