import assert from 'node:assert/strict'
import { enroll } from '../../src/contracts/enrollment.js'
import { daysBetween } from '../../src/domain/reminders.js'
import { skipTime, temporalServer } from '../support/temporal.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import type { Student } from './student.js'
import { courseOf } from './fake-activities.js'

const emails = ({ fakes }: Student) => fakes.stubs.sendMail.requests.map(({ kind }) => kind)
const points = ({ fakes }: Student) => fakes.stubs.writeStatuses.requests.map(({ point }) => point)

describe('adopting students who are in training already', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  /** A student with two courses, who is half-way in the first. */
  const halfway = (student: Student = harness.student([course(1), course(2)])) => {
    student.fakes.learner = () => [
      courseOf(1, { overall: 60, trackerStatus: 'in_progress' }),
      courseOf(2, { overall: 0 }),
    ]
    return student
  }

  const isAdopted = async (student: Student) => {
    await student.applies('api', { adopted: true })
    assert.equal((await student.enrollment.result()).stage, 'training_started')
    await student.records('progress', /^Adopted: started "Course 1"/)
  }

  it('takes over a student half-way without a welcome email, and goes on monitoring', async () => {
    const student = halfway()
    await isAdopted(student)
    await student.reaches('progress', 'in_progress')
    await student.isIdle()
    assert.deepEqual(emails(student), [])
    assert.deepEqual(student.fakes.stubs.grantAccess.requests[0]?.courseIntegrationIds, [1, 2])
    assert.deepEqual(points(student), [
      { kind: 'enrolled' },
      { kind: 'training', started: [1], completed: [], programCompleted: false },
    ])
    assert.ok((await student.messages('enrollment')).includes('Adopted in training: "Course 1", "Course 2".'))
  })

  it('sends no email for milestones and courses that were passed before, but for the next ones', async () => {
    const student = harness.student([course(1), course(2)])
    student.fakes.learner = () => [
      courseOf(1, { overall: 95, trackerStatus: 'completed' }),
      courseOf(2, { overall: 10 }),
    ]
    await isAdopted(student)
    await student.isIdle()
    assert.deepEqual(emails(student), [])
    await student.learns({ 2: { overall: 55 } })
    await student.gets('milestone')
    assert.deepEqual(
      student.fakes.mails('milestone').map(({ version }) => version),
      ['75'],
    )
    await student.learns({ 2: { overall: 90 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(
      student.fakes.mails('completion').map(({ version }) => version),
      ['2'],
    )
  })

  it('does not ask whether a student in training is eligible', async () => {
    const student = halfway()
    student.fakes.changeFacts('facts-1', { age: 12, hasCertificate: false })
    await isAdopted(student)
    assert.deepEqual(emails(student), [])
  })

  it('assesses a student who has not begun any course', async () => {
    const student = harness.student()
    student.fakes.learner = () => [courseOf(1, { trackerId: null, membership: 'gone' })]
    student.fakes.changeFacts('facts-1', { age: 12 })
    await student.applies('api', { adopted: true })
    await student.opensTask('enrollment', 'eligibility')
  })

  it('leaves a student alone who has completed every course', async () => {
    const student = harness.student([course(1), course(2)])
    student.fakes.learner = () => [
      courseOf(1, { overall: 40, trackerStatus: 'completed' }),
      courseOf(2, { overall: 100, trackerStatus: 'certified' }),
    ]
    await student.applies('api', { adopted: true })
    assert.equal((await student.enrollment.result()).stage, 'already_finished')
    assert.deepEqual([emails(student), points(student)], [[], []])
  })

  it('leaves a student alone whose state is completed and who has no open course', async () => {
    const student = harness.student()
    student.fakes.learner = () => [courseOf(1, { trackerId: null, membership: 'gone' })]
    student.fakes.changeFacts('facts-1', { state: 'completed' })
    await student.applies('api', { adopted: true })
    assert.equal((await student.enrollment.result()).stage, 'already_finished')
  })

  it('never makes a second certificate', async () => {
    const student = halfway()
    student.fakes.facts = { ...student.fakes.facts, existingCertificate: { id: 5 } }
    await student.applies('api', { adopted: true })
    assert.equal((await student.enrollment.result()).stage, 'already_certified')
    assert.deepEqual([emails(student), points(student)], [[], []])
  })

  it('leaves archived memberships archived and keeps courses without auto-enroll for the agent', async () => {
    const student = halfway(harness.student([course(1, false), course(2, false)]))
    student.fakes.learner = () => [
      courseOf(1, { overall: 60 }),
      courseOf(2, { trackerId: null, membership: 'archived' }),
    ]
    await student.applies('api', { adopted: true })
    const { task } = await student.opensTask('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [2])
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] })
    assert.equal((await student.enrollment.result()).stage, 'training_started')
    assert.deepEqual(
      student.fakes.stubs.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[1], [2]],
    )
    assert.deepEqual(
      student.fakes.stubs.grantAccess.requests.map(({ keepArchived }) => keepArchived),
      [true, undefined],
    )
    assert.deepEqual(student.fakes.mails('welcome'), [])
  })

  it('counts reminders and the deadline from the adoption', async function () {
    if (!(await temporalServer()).canSkipTime) return this.skip()
    const student = halfway()
    const { facts } = student.fakes
    student.fakes.facts = { ...facts, program: { ...facts.program, durationWeeks: 12 } }
    await isAdopted(student)
    await skipTime(harness.client, student.progress.workflowId)
    await student.gets('reminder', 3)
    const [began, ...later] = student.fakes.steps('progress')
    const reminded = later.find(({ message }) => message.startsWith('Reminder 1'))
    assert.equal(daysBetween(began?.at ?? '', Date.parse(reminded?.at ?? '')), 7)
  })
})
