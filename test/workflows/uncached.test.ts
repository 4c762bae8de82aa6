import assert from 'node:assert/strict'
import { enroll } from '../../src/contracts/enrollment.js'
import { resync } from '../../src/contracts/progress.js'
import { eventually } from './eventually.js'
import { course, House } from './workflow-harness.js'

/** Nothing is kept in memory: every workflow task replays its whole history, as after a restart of every worker at every step. */
describe('without a cache', () => {
  let house: House
  before(async () => void (house = await House.open({ maxCachedWorkflows: 0 })))
  afterEach(() => house.clear())
  after(() => house.close())

  it('a journey through all three charts, with a person at each "No", ends the same', async () => {
    const student = house.student([course(1), course(2, false)])
    student.world.changeFacts('facts-1', { age: 16 })
    student.world.evidence = { openDocuments: ['passport'] }
    await student.applies()
    await student.isAsked('enrollment', 'eligibility')
    await student.decides({ decision: 'approve', comment: 'comment-1' })
    await student.isAsked('enrollment', 'enroll')
    // A query may be answered from a task that is done again: what it showed is there for good a moment later.
    await eventually('the agent enrolls', () =>
      student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] }),
    )
    assert.equal((await student.enrollment.result()).stage, 'begun')

    await student.isLookedAt()
    await student.learns({ 1: { overall: 40 } })
    await student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] })
    await student.learns({ 1: { overall: 90 }, 2: { overall: 60 } })
    await student.learns({ 2: { overall: 85 } })
    await student.isAsked('certificate', 'certificate')
    await student.decidesCertificate({ decision: 'issue_anyway', comment: 'comment-2' })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })

    const { world } = student
    assert.equal(world.mails('welcome').length, 2)
    assert.deepEqual(
      world.mails('completion').map(({ version }) => version),
      ['1', '2'],
    )
    assert.equal(world.mails('certificate').length, 1)
    assert.equal(world.does.issueCertificate.requests.length, 1)
  })
})
