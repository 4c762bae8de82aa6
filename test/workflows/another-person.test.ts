import assert from 'node:assert/strict'
import { factsChanged, withdraw } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { pause, progressSnapshot, resync } from '../../src/contracts/progress.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { permanentFailure } from './fake-activities.js'
import { isRejected, type Student } from './student.js'
import { course, WorkflowHarness } from './workflow-harness.js'

describe('a student’s record that is about another person', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const another = permanentFailure(FailureType.AnotherPerson)
  const SAME = { decision: 'same_person', comment: 'comment-1' } as const
  const END = { decision: 'end', comment: 'comment-1' } as const
  const ENDED = 'Ended by user-7: the student’s record is about another person.'

  /** As the sync sends it. */
  const replaced = (): ProgramSnapshot => ({
    readAt: new Date(Date.now() + 1_000).toISOString(),
    hash: 'replaced',
    courses: [],
    openDocuments: [],
    faults: [{ record: 'student', state: 'replaced' }],
  })
  /** The training reads the record until a person says that it is right. */
  const readsAnother = ({ fakes }: Student) => {
    fakes.stubs.syncApplication.always(another)
    fakes.stubs.rememberPerson.always(() => {
      fakes.stubs.syncApplication.always(() =>
        Promise.resolve({
          ...fakes.snapshot(Date.now()),
          readAt: new Date(Date.now() + 2_000).toISOString(),
        }),
      )
      return Promise.resolve()
    })
  }

  describe('in the enrollment', () => {
    it('opens a task, and continues after a person has said that it is the same person', async () => {
      const student = harness.student()
      student.fakes.stubs.readApplication.next(another)
      await student.applies()
      const { task } = await student.opensTask('enrollment', 'person')
      assert.ok(task)
      assert.deepEqual(task.decisions, ['same_person', 'end', 'retry'])
      assert.match(task.instructions, /"same_person".*"end"/)
      await isRejected(student.decides({ decision: 'same_person' }), FailureType.BadCommand)
      await student.decides(SAME)
      assert.equal((await student.enrollment.result()).stage, 'training_started')
      assert.deepEqual(student.fakes.stubs.rememberPerson.requests, [student.application])
    })

    it('ends as withdrawn when a person ends it, and touches nothing', async () => {
      const student = harness.student()
      student.fakes.stubs.linkContact.next(another)
      await student.applies()
      await student.opensTask('enrollment', 'person')
      await isRejected(student.decides({ decision: 'end' }), FailureType.BadCommand)
      await student.decides(END)
      assert.deepEqual(await student.enrollment.result(), { stage: 'withdrawn', reason: ENDED })
      const { grantAccess, writeStatuses, rememberPerson } = student.fakes.stubs
      for (const { requests } of [grantAccess, writeStatuses, rememberPerson]) assert.deepEqual(requests, [])
      const last = student.fakes.steps('enrollment').at(-1)
      assert.deepEqual([last?.message, last?.closed, last?.task], [ENDED, true, null])
      assert.deepEqual(last?.facts, { command: { by: 'user-7', comment: 'comment-1' } })
    })

    it('asks before the welcome email when the id was reused while its task is open', async () => {
      const student = harness.student()
      student.fakes.stubs.sendMail.always(({ kind }) => {
        if (kind !== 'welcome') return Promise.resolve({ outcome: 'accepted' })
        const isFirst = student.fakes.mails('welcome').length === 1
        return isFirst ? Promise.resolve({ outcome: 'no_recipient' }) : another()
      })
      await student.applies()
      await student.opensTask('enrollment', 'address')
      await student.enrollment.signal(factsChanged, { version: 'facts-2' })
      await student.opensTask('enrollment', 'person')
      await student.decides(END)
      assert.equal((await student.enrollment.result()).stage, 'withdrawn')
    })

    it('continues after the right database was connected again', async () => {
      const student = harness.student()
      student.fakes.stubs.grantAccess.next(another)
      await student.applies()
      await student.opensTask('enrollment', 'person')
      await student.decides({ decision: 'retry' })
      assert.equal((await student.enrollment.result()).stage, 'training_started')
      assert.deepEqual(student.fakes.stubs.rememberPerson.requests, [])
    })

    it('asks again when the record becomes yet another person’s', async () => {
      const student = harness.student()
      student.fakes.stubs.readApplication.next(another, another)
      await student.applies()
      await student.opensTask('enrollment', 'person')
      const { seq } = await student.decides(SAME)
      await student.reaches('enrollment', 'problem', (state) => state.seq > seq && state.task !== null)
      await student.decides(SAME)
      assert.equal((await student.enrollment.result()).stage, 'training_started')
    })
  })

  describe('in the training', () => {
    const learner = async () => {
      const student = harness.student([course(1), course(2)])
      await student.trains()
      return student.isSynced()
    }

    it('opens a task as soon as the sync notices it, and goes on with the same student', async () => {
      const student = await learner()
      await student.learns({ 1: { overall: 90 } })
      await student.gets('completion')
      readsAnother(student)
      await student.progress.signal(progressSnapshot, replaced())
      await student.opensTask('progress', 'person')
      await student.decidesInTraining(SAME)
      await student.records('progress', /Retrying/)
      await student.isIdle()
      const { stage, task } = await student.state('progress')
      assert.deepEqual([stage, task], ['in_progress', null])
      assert.equal(student.fakes.mails('completion').length, 1)
    })

    it('ends when a person ends it, without a further email or status', async () => {
      const student = await learner()
      readsAnother(student)
      const { writeStatuses, sendMail } = student.fakes.stubs
      await student.progress.signal(progressSnapshot, replaced())
      await student.opensTask('progress', 'person')
      await student.decidesInTraining(END)
      assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
      assert.deepEqual(writeStatuses.requests, [])
      assert.deepEqual(new Set(sendMail.requests.map(({ kind }) => kind)), new Set(['review_request']))
    })

    it('asks also while the training is paused', async () => {
      const student = await learner()
      await student.progress.executeUpdate(pause, { args: [{ by: 'user-7', comment: 'comment-1' }] })
      readsAnother(student)
      await student.progress.signal(progressSnapshot, replaced())
      await student.opensTask('progress', 'person')
      await student.decidesInTraining(SAME)
      await student.reaches('progress', 'paused', ({ task }) => task === null)
    })

    it('can be withdrawn instead of a decision', async () => {
      const student = await learner()
      readsAnother(student)
      await student.progress.signal(progressSnapshot, replaced())
      await student.opensTask('progress', 'person')
      await student.progress.executeUpdate(withdraw, { args: [{ by: 'user-7', comment: 'comment-1' }] })
      assert.deepEqual(await student.progress.result(), { stage: 'withdrawn' })
    })

    it('fails a resync for the caller', async () => {
      const student = await learner()
      student.fakes.stubs.syncApplication.next(another)
      const command = student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] })
      await assert.rejects(command)
    })
  })

  describe('in the certificate', () => {
    const complete = () => {
      const student = harness.student()
      student.fakes.learn({ 1: { overall: 100 } })
      return student
    }

    it('opens a task before the record in Odoo, and ends as declined when a person ends it', async () => {
      const student = complete()
      student.fakes.stubs.recordCertificate.next(another)
      await student.completes()
      await student.opensTask('certificate', 'person')
      await student.decidesCertificate(END)
      assert.deepEqual(await student.certificate.result(), { stage: 'declined' })
      assert.deepEqual(student.fakes.mails('certificate'), [])
      assert.deepEqual(student.fakes.stubs.writeStatuses.requests, [])
      assert.equal(student.fakes.steps('certificate').at(-1)?.message, ENDED)
    })

    for (const box of ['collectEvidence', 'issueCertificate', 'sendMail', 'writeStatuses'] as const)
      it(`continues at ${box} after a person has said that it is the same person`, async () => {
        const student = complete()
        student.fakes.stubs[box].next(another)
        await student.completes()
        await student.opensTask('certificate', 'person')
        await student.decidesCertificate(SAME)
        assert.equal((await student.certificate.result()).stage, 'issued')
      })
  })
})
