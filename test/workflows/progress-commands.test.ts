import assert from 'node:assert/strict'
import { getSteps, withdraw, type Command } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { extendDeadline, overrideCompletion, pause, resume, resync } from '../../src/contracts/progress.js'
import { course, House } from './workflow-harness.js'
import { isRefused, type Student } from './student.js'
import { refusal } from './fake-activities.js'

const REASONED: Command = { by: 'user-7', comment: 'comment-1' }
const FAR = '2099-01-31T00:00:00Z'

describe('chart 2: commands of people', () => {
  let house: House
  before(async () => void (house = await House.open()))
  afterEach(() => house.clear())
  after(() => house.close())

  const learner = async (student: Student = house.student()) => {
    await student.trains()
    return student.isLookedAt()
  }
  const overrides = (student: Student, courseIntegrationId: number) =>
    student.progress.executeUpdate(overrideCompletion, { args: [{ ...REASONED, courseIntegrationId }] })

  it('pause: nothing is decided; resume: what came in meanwhile is', async () => {
    const student = await learner()
    const paused = await student.progress.executeUpdate(pause, { args: [REASONED] })
    assert.equal(paused.stage, 'paused')
    await student.learns({ 1: { overall: 90 } })
    await student.hasHeard()
    assert.equal((await student.state('progress')).stage, 'paused')
    assert.deepEqual(student.world.does.writeStatuses.requests, [])
    await student.progress.executeUpdate(resume, { args: [{ by: 'user-7' }] })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('pause and resume in the wrong state are rejected with the present one', async () => {
    const student = await learner()
    const resumed = () => student.progress.executeUpdate(resume, { args: [{ by: 'user-7' }] })
    await isRefused(resumed(), FailureType.WrongState, 'not_started')
    await student.progress.executeUpdate(pause, { args: [REASONED] })
    await isRefused(
      student.progress.executeUpdate(pause, { args: [REASONED] }),
      FailureType.WrongState,
      'paused',
    )
  })

  it('extendDeadline: an instant of the future, with a reason', async () => {
    const student = await learner()
    const extend = (deadline: string, command: Command = REASONED) =>
      student.progress.executeUpdate(extendDeadline, { args: [{ ...command, deadline }] })
    await isRefused(extend('2020-01-01T00:00:00Z'), FailureType.BadCommand)
    await isRefused(extend('soon'), FailureType.BadCommand)
    await isRefused(extend(FAR, { by: 'user-7' }), FailureType.BadCommand)
    await extend(FAR)
    await student.says('progress', /^Deadline moved to 2099-01-31 by user-7/)
  })

  it('overrideCompletion: declared completed by a person, with the reason, mailed, and known to the certificate', async () => {
    const student = await learner(house.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 90 }, 2: { overall: 40 } })
    await student.says('progress', /^Course 1 completed/)
    await overrides(student, 2)
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(student.world.does.collectEvidence.requests[0]?.overridden, [2])
    assert.deepEqual(
      student.world.mails('completion').map(({ version }) => version),
      ['1', '2'],
    )
  })

  it('overrideCompletion: not of a stranger course, and not twice', async () => {
    const student = await learner(house.student([course(1), course(2)]))
    await isRefused(overrides(student, 9), FailureType.BadCommand)
    await overrides(student, 1)
    await isRefused(overrides(student, 1), FailureType.WrongState)
  })

  it('resync: reads Odoo now and decides on it', async () => {
    const student = await learner()
    student.world.learn({ 1: { overall: 90 } })
    await student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('resync: what Odoo refuses is the caller’s failure, and the training goes on', async () => {
    const student = await learner()
    student.world.does.syncApplication.next(refusal(FailureType.OdooMissing))
    await assert.rejects(student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] }))
    await student.learns({ 1: { overall: 90 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('withdraw: ends the training, with who and why', async () => {
    const student = await learner()
    await isRefused(
      student.progress.executeUpdate(withdraw, { args: [{ by: 'user-7' }] }),
      FailureType.BadCommand,
    )
    await student.progress.executeUpdate(withdraw, { args: [REASONED] })
    assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
    const last = student.world.steps('progress').at(-1)
    assert.deepEqual([last?.stage, last?.closed, last?.message], ['withdrawn', true, 'Withdrawn by user-7.'])
  })

  it('withdraw: during an outage, too', async () => {
    const student = await learner()
    student.world.odooIsAway = true
    await student.learns({ 1: { overall: 10 } })
    await student.hasHealth('progress', FailureType.OdooUnavailable)
    await student.progress.executeUpdate(withdraw, { args: [REASONED] })
    assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
  })

  it('a permanent failure is a task; "retry" goes on from the same call', async () => {
    const student = await learner()
    student.world.does.writeStatuses.next(refusal(FailureType.OdooAccessDenied))
    await student.learns({ 1: { overall: 10 } })
    await student.isAsked('progress', 'problem')
    await student.decidesInTraining({ decision: 'retry' })
    await student.says('progress', /^Trying again: statuses: training/)
  })

  it('commands while Odoo is away are answered at once', async () => {
    const student = await learner()
    student.world.odooIsAway = true
    await student.learns({ 1: { overall: 10 } })
    await student.hasHealth('progress', FailureType.OdooUnavailable)
    const state = await student.progress.executeUpdate(pause, { args: [REASONED] })
    assert.equal(state.stage, 'paused')
  })

  it('an operator’s cancellation closes the story, too', async () => {
    const student = await learner()
    await student.progress.cancel()
    await assert.rejects(student.progress.result())
    assert.equal(student.world.steps('progress').at(-1)?.message, 'Cancelled by an operator.')
    assert.ok((await student.progress.query(getSteps)).length > 0)
  })
})
