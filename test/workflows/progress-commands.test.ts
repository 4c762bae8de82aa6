import assert from 'node:assert/strict'
import { ApplicationFailure } from '@temporalio/common'
import { getSteps, withdraw, type Command } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { extendDeadline, overrideCompletion, pause, resume, resync } from '../../src/contracts/progress.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import { isRejected, type Student } from './student.js'
import { permanentFailure } from './fake-activities.js'

const REASONED: Command = { by: 'user-7', comment: 'comment-1' }
const FAR = '2099-01-31T00:00:00Z'

/** As a mail server that is greylisting us for days. */
const mailIsDeferred = () =>
  Promise.reject(ApplicationFailure.create({ message: 'deferred', type: FailureType.MailDeferred }))

describe('chart 2: commands of people', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const learner = async (student: Student = harness.student()) => {
    await student.trains()
    return student.isSynced()
  }
  const overrides = (student: Student, courseIntegrationId: number) =>
    student.progress.executeUpdate(overrideCompletion, { args: [{ ...REASONED, courseIntegrationId }] })

  it('pause decides nothing, and resume decides on what arrived meanwhile', async () => {
    const student = await learner()
    const paused = await student.progress.executeUpdate(pause, { args: [REASONED] })
    assert.equal(paused.stage, 'paused')
    await student.learns({ 1: { overall: 90 } })
    await student.isCaughtUp()
    assert.equal((await student.state('progress')).stage, 'paused')
    assert.deepEqual(student.fakes.stubs.writeStatuses.requests, [])
    await student.progress.executeUpdate(resume, { args: [{ by: 'user-7' }] })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('pause and resume are rejected in the wrong state, with the present state', async () => {
    const student = await learner()
    const resumed = () => student.progress.executeUpdate(resume, { args: [{ by: 'user-7' }] })
    await isRejected(resumed(), FailureType.WrongState, 'not_started')
    await student.progress.executeUpdate(pause, { args: [REASONED] })
    await isRejected(
      student.progress.executeUpdate(pause, { args: [REASONED] }),
      FailureType.WrongState,
      'paused',
    )
  })

  it('extendDeadline accepts only a day or an instant in the future, with a reason', async () => {
    const student = await learner()
    const extend = (deadline: string, command: Command = REASONED) =>
      student.progress.executeUpdate(extendDeadline, { args: [{ ...command, deadline }] })
    await isRejected(extend('2020-01-01T00:00:00Z'), FailureType.BadCommand)
    await isRejected(extend('2020-01-01'), FailureType.BadCommand)
    await isRejected(extend('2099-02-30'), FailureType.BadCommand)
    await isRejected(extend('soon'), FailureType.BadCommand)
    await isRejected(extend(FAR, { by: 'user-7' }), FailureType.BadCommand)
    await extend(FAR)
    await student.records('progress', /^Deadline moved to 2099-01-31 by user-7/)
    // New Year in the center, in Riyadh.
    await extend('2098-12-31T22:30:00Z')
    await student.records('progress', /^Deadline moved to 2099-01-01 by user-7/)
    await extend('2099-03-01')
    await student.records('progress', /^Deadline moved to 2099-03-01 by user-7/)
  })

  it('overrideCompletion completes a course with a reason, sends the email and informs the certificate', async () => {
    const student = await learner(harness.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 90 }, 2: { overall: 40 } })
    await student.records('progress', /^Course "Course 1" completed/)
    await overrides(student, 2)
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(student.fakes.stubs.collectEvidence.requests[0]?.overridden, [2])
    assert.deepEqual(
      student.fakes.mails('completion').map(({ version }) => version),
      ['1', '2'],
    )
  })

  it('overrideCompletion rejects a course of another program, and a second time', async () => {
    const student = await learner(harness.student([course(1), course(2)]))
    await isRejected(overrides(student, 9), FailureType.BadCommand)
    await overrides(student, 1)
    await isRejected(overrides(student, 1), FailureType.WrongState)
  })

  it('resync reads Odoo now and decides on it', async () => {
    const student = await learner()
    student.fakes.learn({ 1: { overall: 90 } })
    await student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('resync fails for the caller when Odoo rejects the call, and the training continues', async () => {
    const student = await learner()
    student.fakes.stubs.syncApplication.next(permanentFailure(FailureType.OdooMissing))
    await assert.rejects(student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] }))
    await student.learns({ 1: { overall: 90 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('withdraw ends the training and records once who withdrew the student and why', async () => {
    const student = await learner()
    await isRejected(
      student.progress.executeUpdate(withdraw, { args: [{ by: 'user-7' }] }),
      FailureType.BadCommand,
    )
    await student.progress.executeUpdate(withdraw, { args: [REASONED] })
    assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
    const last = student.fakes.steps('progress').at(-1)
    assert.deepEqual([last?.stage, last?.closed, last?.message], ['withdrawn', true, 'Withdrawn by user-7.'])
  })

  it('withdraw works during an outage, too', async () => {
    const student = await learner()
    student.fakes.odooIsUnavailable = true
    // What follows from a command is written at once, not by the outbox.
    await overrides(student, 1)
    await student.hasHealth('progress', FailureType.OdooUnavailable)
    await student.progress.executeUpdate(withdraw, { args: [REASONED] })
    assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
  })

  it('withdraw does not wait for an email that the mail server defers', async () => {
    const student = await learner()
    student.fakes.stubs.sendMail.always(mailIsDeferred)
    await student.learns({ 1: { overall: 30 } })
    await student.gets('milestone')
    await student.progress.executeUpdate(withdraw, { args: [REASONED] })
    assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
    assert.equal(student.fakes.steps('progress').at(-1)?.message, 'Withdrawn by user-7.')
  })

  it('opens a task for a permanent failure, and "retry" continues from the same call', async () => {
    const student = await learner()
    const denied = permanentFailure(FailureType.OdooAccessDenied)
    // First in the outbox, which hands it over; then the training makes the call itself.
    student.fakes.stubs.writeStatuses.next(denied, denied)
    await student.learns({ 1: { overall: 10 } })
    await student.opensTask('progress', 'problem')
    await student.decidesInTraining({ decision: 'retry' })
    await student.records('progress', /^Retrying: statuses: training/)
  })

  it('does commands at once while Odoo is unavailable', async () => {
    const student = await learner()
    student.fakes.odooIsUnavailable = true
    // What follows from a command is written at once, not by the outbox.
    await overrides(student, 1)
    await student.hasHealth('progress', FailureType.OdooUnavailable)
    const state = await student.progress.executeUpdate(pause, { args: [REASONED] })
    assert.equal(state.stage, 'paused')
  })

  it('closes the log after an operator’s cancellation, too', async () => {
    const student = await learner()
    await student.progress.cancel()
    await assert.rejects(student.progress.result())
    assert.equal(student.fakes.steps('progress').at(-1)?.message, 'Cancelled by an operator.')
    assert.ok((await student.progress.query(getSteps)).length > 0)
  })
})
