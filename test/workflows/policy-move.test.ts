import assert from 'node:assert/strict'
import { usePolicy, type PolicyMove } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { pause } from '../../src/contracts/progress.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import { isRejected, type Student } from './student.js'
import { course, WorkflowHarness } from './workflow-harness.js'

const { training, eligibility } = DEFAULT_POLICY

describe('moving to another policy version', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  /** As after the move of the register: what the workflow reads is under the version, too. */
  function moves(student: Student, change: Partial<ProgramPolicy>, flow: 'enrollment' | 'progress') {
    const policy = { ...DEFAULT_POLICY, version: 2, ...change }
    student.fakes.policy = policy
    const args: [PolicyMove] = [{ by: 'user-7', comment: 'comment-1', policy }]
    return student[flow].executeUpdate(usePolicy, { args })
  }
  const learner = async (student: Student = harness.student()) => {
    await student.trains()
    return student.isSynced()
  }
  const movesOf = (student: Student, flow: 'enrollment' | 'progress') =>
    student.fakes.steps(flow).filter(({ facts }) => 'policy' in facts)

  it('decides on the milestones of the new version, and records who moved the training and from where', async () => {
    const student = await learner()
    await student.learns({ 1: { overall: 30 } })
    await student.records('progress', /^Milestone 25 %/)
    await moves(student, { training: { ...training, milestones: [25, 28, 29] } }, 'progress')
    await student.records('progress', /^Milestone 29 %/)
    const [step] = movesOf(student, 'progress')
    assert.equal(step?.message, 'Moved from policy version 0 to policy version 2 by user-7.')
    assert.deepEqual(step.facts, {
      command: { by: 'user-7', comment: 'comment-1' },
      policy: { from: 0, to: 2 },
    })
    assert.deepEqual(
      student.fakes.mails('milestone').map(({ percent }) => percent),
      [25, 29],
    )
  })

  it('is one step, however often it is repeated, and can be taken back', async () => {
    const student = await learner()
    await moves(student, {}, 'progress')
    await moves(student, {}, 'progress')
    await moves(student, { version: 0 }, 'progress')
    assert.deepEqual(
      movesOf(student, 'progress').map(({ facts }) => facts['policy']),
      [
        { from: 0, to: 2 },
        { from: 2, to: 0 },
      ],
    )
  })

  it('leaves completed courses, milestones and the deadline as they are', async () => {
    const student = await learner(harness.student([course(1), course(2)]))
    await student.learns({ 1: { overall: 90 }, 2: { overall: 10 } })
    await student.records('progress', /^Course "Course 1" completed/)
    await moves(student, { training: { ...training, milestones: [50] } }, 'progress')
    await student.learns({ 2: { overall: 90 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.equal(
      student.fakes.steps('progress').filter(({ message }) => /^Milestone 50/.test(message)).length,
      1,
    )
    assert.deepEqual(
      student.fakes.mails('completion').map(({ version }) => version),
      ['1', '2'],
    )
  })

  it('has a certificate that waits for a person checked again', async () => {
    const student = await learner()
    student.fakes.evidence = { openDocuments: ['passport'] }
    await student.learns({ 1: { overall: 90 } })
    await student.opensTask('certificate', 'certificate')
    student.fakes.evidence = {}
    await moves(student, {}, 'progress')
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
  })

  it('is accepted during a pause, and decides when it ends', async () => {
    const student = await learner()
    await student.progress.executeUpdate(pause, { args: [{ by: 'user-7', comment: 'comment-1' }] })
    const state = await moves(student, {}, 'progress')
    assert.equal(state.stage, 'paused')
  })

  it('assesses a student who waits for a review again, and begins the training under the new version', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { age: 70 })
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    await moves(
      student,
      { eligibility: { ...eligibility, maxAge: 80 }, training: { ...training, milestones: [7] } },
      'enrollment',
    )
    assert.equal((await student.enrollment.result()).stage, 'training_started')
    await student.isSynced()
    await student.learns({ 1: { overall: 8 } })
    await student.records('progress', /^Milestone 7 %/)
    assert.equal(movesOf(student, 'enrollment').length, 1)
  })

  it('does not take back a verdict: a student whom the agent is to enroll stays there, and trains under the new version', async () => {
    const student = await harness.student([course(1, false)]).applies()
    await student.opensTask('enrollment', 'enroll')
    await moves(
      student,
      { eligibility: { ...eligibility, maxAge: 20 }, training: { ...training, milestones: [7] } },
      'enrollment',
    )
    assert.equal((await student.state('enrollment')).stage, 'awaiting_agent')
    await student.decides({ decision: 'enroll' })
    await student.isSynced()
    await student.learns({ 1: { overall: 8 } })
    await student.records('progress', /^Milestone 7 %/)
  })

  it('is rejected without its author', async () => {
    const student = await learner()
    const policy = { ...DEFAULT_POLICY, version: 2 }
    await isRejected(
      student.progress.executeUpdate(usePolicy, { args: [{ by: '', policy }] }),
      FailureType.BadCommand,
    )
  })
})
