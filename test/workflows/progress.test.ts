import assert from 'node:assert/strict'
import { progressSnapshot } from '../../src/contracts/progress.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { sweep } from '../../workflows/sweep.js'
import { course, House } from './workflow-harness.js'
import type { Student } from './student.js'

const points = ({ world }: Student) => world.does.writeStatuses.requests.map(({ point }) => point)
const versions = ({ world }: Student, kind: 'milestone' | 'completion') =>
  world.mails(kind).map(({ version }) => version)

describe('chart 2: progress synchronization', () => {
  let house: House
  before(async () => void (house = await House.open()))
  afterEach(() => house.clear())
  after(() => house.close())

  /** Trains, and has been looked at once. */
  const learner = async (student: Student) => {
    await student.trains()
    return student.isLookedAt()
  }

  it('chart 2: A → B → C → D: the sweep finds who changed, its page re-reads and tells them, and the cursor is kept last', async () => {
    const [one, two] = [await learner(house.student()), await learner(house.student())]
    one.world.learn({ 1: { overall: 10 } })
    two.world.learn({ 1: { overall: 30 } })
    house.changes.push([one.application.studentId], [two.application.studentId])
    const result = await house.client.workflow.execute<typeof sweep>('sweep', {
      workflowId: 'sweep',
      taskQueue: TaskQueue.orchestrator,
      args: [{ pageSize: 200 }],
    })
    assert.deepEqual(result, { pages: 2, students: 2, written: 2, told: 2 })
    assert.equal(house.cursorsKept.length, 1)
    await one.says('progress', /^Progress begins in course 1/)
    await two.says('progress', /^Milestone 25 %/)
  })

  it('chart 2: D → E –No→ G: below the threshold the course goes on, and Odoo hears that it has begun', async () => {
    const student = await learner(house.student())
    await student.learns({ 1: { overall: 79.99 } })
    await student.says('progress', /^Milestone 75 %/)
    assert.equal((await student.state('progress')).stage, 'in_progress')
    await student.isWritten()
    assert.deepEqual(points(student), [
      { kind: 'training', begun: [1], completed: [], programCompleted: false },
    ])
    assert.deepEqual(versions(student, 'completion'), [])
  })

  it('chart 2: D → E –No→ G: past the threshold a mandatory assessment keeps the course open; reached, it is completed', async () => {
    const student = await learner(house.student())
    const counts = { sessionsHeld: 0, homeworkGraded: 0 }
    await student.learns({ 1: { overall: 90, counts: { ...counts, openAssessments: [501] } } })
    await student.says('progress', /^Milestone 75 %/)
    await student.isWritten()
    assert.deepEqual(versions(student, 'completion'), [])
    await student.learns({ 1: { overall: 90, counts: { ...counts, openAssessments: [] } } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('chart 2: E –Yes→ F → H → I –Yes→ J: at the threshold the only course is completed and the certificate generated', async () => {
    const student = await learner(house.student())
    await student.learns({ 1: { overall: 80 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(points(student), [
      { kind: 'training', begun: [1], completed: [1], programCompleted: true },
      { kind: 'certified' },
    ])
    assert.deepEqual(versions(student, 'completion'), ['1'])
    assert.deepEqual(await student.certificate.result(), {
      stage: 'issued',
      certificateNumber: `TC-2026-${String(student.application.studentId)}-1`,
    })
    const last = student.world.steps('progress').at(-1)
    assert.match(last?.message ?? '', /^Certified: TC-2026-/)
  })

  it('chart 2: H → I –No→ K: with one of two courses complete the program continues', async () => {
    const student = await learner(house.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 100 } })
    await student.says('progress', /^Course 1 completed: 100 % of 80 %/)
    await student.gets('milestone')
    assert.equal((await student.state('progress')).stage, 'in_progress')
    assert.deepEqual(points(student).at(-1), {
      kind: 'training',
      begun: [1],
      completed: [1],
      programCompleted: false,
    })
    await assert.rejects(student.certificate.describe(), { name: 'WorkflowNotFoundError' })
    await student.learns({ 2: { overall: 100 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(versions(student, 'completion'), ['1', '2'])
  })

  it('chart 2: F: a completed course is for good, however its number falls and rises', async () => {
    const student = await learner(house.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 90 } })
    await student.says('progress', /^Course 1 completed/)
    await student.learns({ 1: { overall: 20 } })
    await student.learns({ 1: { overall: 95 }, 2: { overall: 85 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(versions(student, 'completion'), ['1', '2'])
  })

  it('chart 2: F: a course that staff made final in Odoo counts as completed', async () => {
    const student = await learner(house.student())
    await student.learns({ 1: { overall: 40, trackerStatus: 'completed' } })
    await student.says('progress', /^Course 1 completed: 40 % of 80 %/)
  })

  it('chart 2: G: each milestone is told once, also when progress falls and rises again', async () => {
    const student = await learner(house.student([course(1, true), course(2, true)]))
    for (const overall of [30, 55, 10, 60, 79]) {
      await student.learns({ 1: { overall }, 2: { overall } })
      await student.hasHeard()
    }
    await student.gets('milestone', 3)
    assert.deepEqual(versions(student, 'milestone'), ['25', '50', '75'])
  })

  it('chart 2: G: of several milestones passed in one jump only the highest is written about', async () => {
    const student = await learner(house.student())
    await student.learns({ 1: { overall: 76 } })
    await student.gets('milestone')
    assert.deepEqual(versions(student, 'milestone'), ['75'])
    await student.learns({ 1: { overall: 78 } })
    await student.hasHeard()
    assert.deepEqual(versions(student, 'milestone'), ['75'])
  })

  it('chart 2: A: duplicates and older snapshots are dropped', async () => {
    const student = await learner(house.student())
    const old = student.world.learn({ 1: { overall: 10 } })
    await student.learns({ 1: { overall: 30 } })
    await student.gets('milestone')
    const { seq } = await student.state('progress')
    await student.progress.signal(progressSnapshot, { ...old, readAt: '2020-01-01T00:00:00Z' })
    await student.progress.signal(progressSnapshot, student.world.snapshot(Date.now()))
    await student.hasHeard()
    assert.equal((await student.state('progress')).seq, seq)
  })

  it('chart 2: E: access lost is a task for staff, and back it is none any more', async () => {
    const student = await learner(house.student())
    await student.learns({ 1: { overall: 40, membership: 'archived' } })
    const { task } = await student.isAsked('progress', 'problem')
    assert.match(task?.instructions ?? '', /lost access to course 1/)
    await student.gets('review_request')
    await student.learns({ 1: { overall: 90, membership: 'archived' } })
    await student.learns({ 1: { overall: 45, membership: 'active' } })
    await student.says('progress', /^Nothing needs attention any more/)
    assert.deepEqual(versions(student, 'completion'), [])
  })

  it('chart 2: I: a course that she is not enrolled in yet keeps the program incomplete', async () => {
    const student = house.student([course(1), course(2)])
    student.world.learn({ 2: { trackerId: null, membership: 'gone' } })
    await learner(student)
    await student.learns({ 1: { overall: 100 } })
    await student.gets('milestone')
    assert.deepEqual(await student.state('progress').then(({ stage, task }) => [stage, task]), [
      'in_progress',
      null,
    ])
  })

  it('chart 2: J: a declined certificate ends the training as declined', async () => {
    const student = house.student()
    student.world.evidence = { openDocuments: ['passport'] }
    await learner(student)
    await student.learns({ 1: { overall: 100 } })
    await student.isAsked('certificate', 'certificate')
    assert.equal((await student.state('progress')).stage, 'certificate_pending')
    await student.decidesCertificate({ decision: 'decline', comment: 'comment-1' })
    assert.deepEqual(await student.progress.result(), { stage: 'declined' })
  })

  it('chart 2: J: numbers that change while the certificate is flagged are passed on, and it is checked again', async () => {
    const student = house.student()
    student.world.policy = { ...student.world.policy, certificate: { ...student.world.policy.certificate } }
    student.world.evidence = { openDocuments: ['passport'] }
    await learner(student)
    await student.learns({ 1: { overall: 90 } })
    await student.isAsked('certificate', 'certificate')
    student.world.evidence = {}
    await student.learns({ 1: { overall: 91 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.equal(student.world.does.collectEvidence.requests.length, 2)
  })

  it('chart 2: A: a training that the sync started reads policy and program itself', async () => {
    const student = house.student()
    student.world.policy = {
      ...student.world.policy,
      training: { ...student.world.policy.training, milestones: [10] },
    }
    await student.startedBySync()
    await student.learns({ 1: { overall: 12 } })
    await student.gets('milestone')
    assert.deepEqual(versions(student, 'milestone'), ['10'])
    assert.equal(student.world.does.readApplication.requests.length, 1)
  })

  it('chart 2: C: an outage of Odoo while a completion is written passes without a hand', async () => {
    const student = await learner(house.student())
    student.world.odooIsAway = true
    await student.learns({ 1: { overall: 90 } })
    await student.hasHealth('progress', 'OdooUnavailable')
    student.world.odooIsAway = false
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })
})
