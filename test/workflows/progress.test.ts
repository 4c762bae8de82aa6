import assert from 'node:assert/strict'
import { progressSnapshot } from '../../src/contracts/progress.js'
import { inArabic } from '../../src/domain/sentences/in-arabic.js'
import { textOf } from '../../src/domain/sentences/sentence.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import type { Student } from './student.js'

const points = ({ fakes }: Student) => fakes.stubs.writeStatuses.requests.map(({ point }) => point)
const versions = ({ fakes }: Student, kind: 'milestone' | 'completion') =>
  fakes.mails(kind).map(({ version }) => version)

describe('chart 2: progress synchronization', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  /** A student in training whose numbers were read once. */
  const learner = async (student: Student) => {
    await student.trains()
    return student.isSynced()
  }

  it('chart 2: A → B → C → D: the sweep finds changed students, and its pages re-read and notify them', async () => {
    const [one, two] = [await learner(harness.student()), await learner(harness.student())]
    one.fakes.learn({ 1: { overall: 10 } })
    two.fakes.learn({ 1: { overall: 30 } })
    harness.changed.push(one.application.studentId, two.application.studentId)
    assert.deepEqual(await harness.sweep(1), { pages: 2, students: 2, written: 2, notified: 2, setAside: 0 })
    await one.records('progress', /^First progress in: "Course 1"/)
    await two.records('progress', /^Milestone 25 %/)
  })

  it('chart 2: D → E –No→ G: below the threshold, keeps the course open and writes to Odoo that it has started', async () => {
    const student = await learner(harness.student())
    await student.learns({ 1: { overall: 79.99 } })
    await student.records('progress', /^Milestone 75 %/)
    assert.equal((await student.state('progress')).stage, 'in_progress')
    await student.hasStatus()
    assert.deepEqual(points(student), [
      { kind: 'training', started: [1], completed: [], programCompleted: false },
    ])
    assert.deepEqual(versions(student, 'completion'), [])
  })

  it('chart 2: D → E –No→ G: past the threshold, keeps the course open until its mandatory assessment is reached', async () => {
    const student = await learner(harness.student())
    const counts = { sessionsHeld: 0, homeworkGraded: 0 }
    await student.learns({ 1: { overall: 90, counts: { ...counts, openAssessments: [501] } } })
    await student.records('progress', /^Milestone 75 %/)
    await student.hasStatus()
    assert.deepEqual(versions(student, 'completion'), [])
    await student.learns({ 1: { overall: 90, counts: { ...counts, openAssessments: [] } } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('reports once what was corrected on the student and not on the contact', async () => {
    const student = await learner(harness.student())
    student.fakes.contact = () => ({ contactDiffers: [{ field: 'phone', because: 'changed_there' }] })
    await student.learns({})
    await student.records('progress', /^The phone number of the student was corrected, but not that/)
    student.fakes.contact = () => ({
      contactDiffers: [
        { field: 'email', because: 'has_login' },
        { field: 'phone', because: 'changed_there' },
      ],
    })
    await student.learns({})
    await student.records('progress', /^The email address .* which is a user/)
    const steps = student.fakes.steps('progress').map(({ message }) => message)
    assert.equal(steps.filter((message) => message.startsWith('The phone number')).length, 1)
  })

  it('chart 2: E –Yes→ F → H → I –Yes→ J: at the threshold, completes the only course and generates the certificate', async () => {
    const student = await learner(harness.student())
    await student.learns({ 1: { overall: 80 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(points(student), [
      { kind: 'training', started: [1], completed: [1], programCompleted: true },
      { kind: 'certified' },
    ])
    assert.deepEqual(versions(student, 'completion'), ['1'])
    assert.deepEqual(await student.certificate.result(), {
      stage: 'issued',
      certificateNumber: `TC-2026-${student.application.studentId}-1`,
    })
    const steps = student.fakes.steps('progress')
    assert.match(steps.at(-1)?.message ?? '', /^Certified: TC-2026-/)
    for (const { message, sentences = [] } of steps) {
      assert.equal(textOf(sentences), message)
      assert.match(inArabic(sentences) ?? '', /\p{Script=Arabic}/u)
    }
  })

  it('chart 2: H → I –No→ K: continues the program with one of two courses complete', async () => {
    const student = await learner(harness.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 100 } })
    await student.records('progress', /^Course "Course 1" completed: 100 % of 80 %/)
    await student.gets('milestone')
    assert.equal((await student.state('progress')).stage, 'in_progress')
    assert.deepEqual(points(student).at(-1), {
      kind: 'training',
      started: [1],
      completed: [1],
      programCompleted: false,
    })
    await assert.rejects(student.certificate.describe(), { name: 'WorkflowNotFoundError' })
    await student.learns({ 2: { overall: 100 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(versions(student, 'completion'), ['1', '2'])
  })

  it('chart 2: F: keeps a completed course completed, however its number falls and rises', async () => {
    const student = await learner(harness.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 90 } })
    await student.records('progress', /^Course "Course 1" completed/)
    await student.learns({ 1: { overall: 20 } })
    await student.learns({ 1: { overall: 95 }, 2: { overall: 85 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(versions(student, 'completion'), ['1', '2'])
  })

  it('chart 2: F: counts a course that staff made final in Odoo as completed', async () => {
    const student = await learner(harness.student())
    await student.learns({ 1: { overall: 40, trackerStatus: 'completed' } })
    await student.records('progress', /^Course "Course 1" completed: 40 % of 80 %/)
  })

  it('chart 2: G: sends each milestone once, also when progress falls and rises again', async () => {
    const student = await learner(harness.student([course(1, true), course(2, true)]))
    for (const overall of [30, 55, 10, 60, 79]) {
      await student.learns({ 1: { overall }, 2: { overall } })
      await student.isCaughtUp()
    }
    await student.gets('milestone', 3)
    assert.deepEqual(versions(student, 'milestone'), ['25', '50', '75'])
  })

  it('chart 2: G: sends only the highest of several milestones passed at once', async () => {
    const student = await learner(harness.student())
    await student.learns({ 1: { overall: 76 } })
    await student.gets('milestone')
    assert.deepEqual(versions(student, 'milestone'), ['75'])
    await student.learns({ 1: { overall: 78 } })
    await student.isCaughtUp()
    assert.deepEqual(versions(student, 'milestone'), ['75'])
  })

  it('chart 2: A: drops duplicates and older snapshots', async () => {
    const student = await learner(harness.student())
    const old = student.fakes.learn({ 1: { overall: 10 } })
    await student.learns({ 1: { overall: 30 } })
    await student.gets('milestone')
    const { seq } = await student.state('progress')
    await student.progress.signal(progressSnapshot, { ...old, readAt: '2020-01-01T00:00:00Z' })
    await student.progress.signal(progressSnapshot, student.fakes.snapshot(Date.now()))
    await student.isCaughtUp()
    assert.equal((await student.state('progress')).seq, seq)
  })

  it('chart 2: E: opens a task for lost access, and closes it once access is back', async () => {
    const student = await learner(harness.student())
    await student.learns({ 1: { overall: 40, membership: 'archived' } })
    const { task } = await student.opensTask('progress', 'problem')
    assert.match(task?.instructions ?? '', /lost access to "Course 1"/)
    await student.gets('review_request')
    await student.learns({ 1: { overall: 90, membership: 'archived' } })
    await student.learns({ 1: { overall: 45, membership: 'active' } })
    await student.records('progress', /^Nothing needs attention any more/)
    assert.deepEqual(versions(student, 'completion'), [])
  })

  it('chart 2: I: keeps the program incomplete while the student is not enrolled in one of its courses', async () => {
    const student = harness.student([course(1), course(2)])
    student.fakes.learn({ 2: { trackerId: null, membership: 'gone' } })
    await learner(student)
    await student.learns({ 1: { overall: 100 } })
    await student.gets('milestone')
    assert.deepEqual(await student.state('progress').then(({ stage, task }) => [stage, task]), [
      'in_progress',
      null,
    ])
  })

  it('chart 2: J: ends the training as declined when the certificate is declined', async () => {
    const student = harness.student()
    student.fakes.evidence = { openDocuments: ['passport'] }
    await learner(student)
    await student.learns({ 1: { overall: 100 } })
    await student.opensTask('certificate', 'certificate')
    assert.equal((await student.state('progress')).stage, 'certificate_pending')
    await student.decidesCertificate({ decision: 'decline', comment: 'comment-1' })
    assert.deepEqual(await student.progress.result(), { stage: 'declined' })
  })

  it('chart 2: J: checks a flagged certificate again when numbers change', async () => {
    const student = harness.student()
    student.fakes.policy = { ...student.fakes.policy, certificate: { ...student.fakes.policy.certificate } }
    student.fakes.evidence = { openDocuments: ['passport'] }
    await learner(student)
    await student.learns({ 1: { overall: 90 } })
    await student.opensTask('certificate', 'certificate')
    student.fakes.evidence = {}
    await student.learns({ 1: { overall: 91 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.equal(student.fakes.stubs.collectEvidence.requests.length, 2)
  })

  it('chart 2: A: reads policy and program itself when the sync started the training', async () => {
    const student = harness.student()
    student.fakes.policy = {
      ...student.fakes.policy,
      training: { ...student.fakes.policy.training, milestones: [10] },
    }
    await student.startedBySync()
    await student.learns({ 1: { overall: 12 } })
    await student.gets('milestone')
    assert.deepEqual(versions(student, 'milestone'), ['10'])
    assert.equal(student.fakes.stubs.readApplication.requests.length, 1)
  })

  it('chart 2: C: continues by itself after an outage of Odoo while a completion is written', async () => {
    const student = await learner(harness.student())
    student.fakes.odooIsUnavailable = true
    await student.learns({ 1: { overall: 90 } })
    await student.hasHealth('certificate', 'OdooUnavailable')
    student.fakes.odooIsUnavailable = false
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })
})
