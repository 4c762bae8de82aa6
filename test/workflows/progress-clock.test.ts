import assert from 'node:assert/strict'
import { deadlineAfter } from '../../src/domain/center-calendar.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { daysBetween } from '../../src/domain/reminders.js'
import { skipTime, temporalServer } from '../support/temporal.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import type { Student } from './student.js'
import { courseOf, RIYADH } from './fake-activities.js'

const DAY = 86_400_000

/** Asserts that something happened at an instant, or within the minute after it. */
function assertReached(at: string, instant: string): void {
  const late = Date.parse(at) - Date.parse(instant)
  assert.ok(late >= 0 && late < 60_000, `${at} is not ${instant}`)
}

const message = ({ fakes }: Student, flow: 'progress' | 'enrollment' | 'certificate' = 'progress') =>
  fakes.steps(flow).map((step) => step.message)
const reminders = ({ fakes }: Student) => fakes.mails('reminder').map(({ number }) => number)
const signInReminders = ({ fakes }: Student) => fakes.mails('sign_in').map(({ number }) => number)

/** The server skips the time in which a workflow only waits: weeks pass in seconds. */
describe('time-driven steps', function () {
  let harness: WorkflowHarness
  before(async function () {
    if (!(await temporalServer()).canSkipTime) return this.skip()
    harness = await WorkflowHarness.open()
  })
  afterEach(() => harness.clear())
  after(() => harness.close())

  /** Starts the training in skipped time; `learner` gets the days since then. */
  const trains = async (student: Student, learner: (day: number) => number, weeks: number | null = null) => {
    const began = Date.now()
    const numbers = student.fakes.learner(began)
    student.fakes.learner = (at) =>
      numbers.map((was) => courseOf(was.courseIntegrationId, { overall: learner((at - began) / DAY) }))
    const { facts } = student.fakes
    student.fakes.facts = { ...facts, program: { ...facts.program, durationWeeks: weeks } }
    await student.trains()
    await skipTime(harness.client, student.progress.workflowId)
  }

  it('chart 2: G: reminds only after reading Odoo, restarts after activity, and ends a 12-week program in a certificate', async () => {
    const student = harness.student([course(1), course(2)])
    // Idle for 16 days, then steady: two reminders, and none ever after.
    await trains(student, (day) => (day < 16 ? 0 : Math.min(100, (day - 10) * 1.25)), 12)
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(reminders(student), [1, 2])
    const steps = student.fakes.steps('progress')
    const days = daysBetween(steps[0]?.at ?? '', Date.parse(steps.at(-1)?.at ?? ''))
    assert.ok(days > 70 && days <= 84, `${days} days`)
    assert.equal(steps.filter(({ message }) => message.startsWith('The deadline')).length, 0)
  })

  it('chart 2: G: reminds an idle learner three times at most, then notifies the agent until there is progress', async () => {
    const student = harness.student()
    await trains(student, (day) => (day < 24 ? 0 : 10))
    const { task } = await student.opensTask('progress', 'problem')
    assert.match(task?.instructions ?? '', /No progress for 21 days despite reminders/)
    assert.deepEqual(reminders(student), [1, 2, 3])
    student.fakes.learner = () => [courseOf(1, { overall: 90 })]
    await student.learnsLater({ 1: { overall: 90 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.ok(message(student).includes('Nothing needs attention any more.'))
  })

  it('chart 2: G: reminds a learner who never signs in of that twice, then notifies the agent', async () => {
    const student = harness.student()
    student.fakes.contact = () => ({ neverSignedIn: true })
    await trains(student, () => 0)
    await student.opensTask('progress', 'problem')
    assert.deepEqual(signInReminders(student), [1, 2])
    assert.deepEqual(reminders(student), [])
    const steps = student.fakes.steps('progress').filter(({ message }) => message.startsWith('Sign-in'))
    const began = student.fakes.steps('progress')[0]?.at ?? ''
    assert.deepEqual(
      steps.map(({ at }) => daysBetween(began, Date.parse(at))),
      [3, 10],
    )
  })

  it('chart 2: G: reminds of signing in no more once the learner did, and from then on of learning', async () => {
    const student = harness.student()
    const began = Date.now()
    student.fakes.contact = (at) => (at - began < 5 * DAY ? { neverSignedIn: true } : {})
    await trains(student, () => 0)
    await student.opensTask('progress', 'problem')
    assert.deepEqual(signInReminders(student), [1])
    assert.deepEqual(reminders(student), [1, 2, 3])
  })

  it('chart 2: G: reminds nobody while they have switched reminders off, and says so in the steps', async () => {
    const student = harness.student()
    const began = Date.now()
    student.fakes.contact = (at) => (at - began < 10 * DAY ? { remindersOff: true } : {})
    await trains(student, () => 0)
    const { task } = await student.opensTask('progress', 'problem')
    assert.deepEqual(reminders(student), [2, 3])
    assert.match(task?.instructions ?? '', /despite reminders/)
    const said = message(student).filter((text) => /switched/.test(text))
    assert.deepEqual(said, [
      'The learner has switched reminders off.',
      'Reminder 1 is due and not sent: the learner has switched reminders off.',
      'The learner has switched reminders on.',
    ])
  })

  it('chart 2: G: notifies the agent after the deadline, and closes the task when it is extended', async () => {
    const student = harness.student()
    student.fakes.policy = {
      ...DEFAULT_POLICY,
      training: { ...DEFAULT_POLICY.training, maxReminders: 0, stalledAfterDays: 999 },
    }
    await trains(student, () => 10, 4)
    await student.reaches('progress', 'overdue', ({ task }) => task !== null)
    const steps = student.fakes.steps('progress')
    const overdueAt = steps.find((step) => step.message.startsWith('The deadline'))?.at ?? ''
    const deadlineAt = deadlineAfter(RIYADH, steps[0]?.at ?? '', 28)
    assertReached(overdueAt, deadlineAt)
    assert.deepEqual([...new Set(steps.map(({ facts }) => facts.deadlineAt))], [deadlineAt])
    await student.extends('2099-01-01T00:00:00Z')
    await student.records('progress', /^Nothing needs attention any more/)
    assert.equal((await student.state('progress')).stage, 'in_progress')
    assert.equal(student.fakes.steps('progress').at(-1)?.facts.deadlineAt, '2099-01-01T00:00:00.000Z')
  })

  it('chart 1: D: reminds and escalates a review without a decision, and lapses at its deadline', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { age: 16 })
    await student.applies()
    await skipTime(harness.client, student.enrollment.workflowId)
    assert.equal((await student.enrollment.result()).stage, 'lapsed')
    const steps = message(student, 'enrollment')
    assert.equal(steps.filter((step) => step === 'Escalated: no decision yet.').length, 1)
    assert.ok(steps.indexOf('Reminded the agent.') < steps.indexOf('Escalated: no decision yet.'))
    const mails = student.fakes.mails('review_request')
    const opened = student.fakes.steps('enrollment').find(({ task }) => task !== null)
    const deadline = deadlineAfter(RIYADH, opened?.at ?? '', 21)
    assert.deepEqual([...new Set(mails.map(({ task }) => task.deadline))], [deadline])
    assertReached(student.fakes.steps('enrollment').at(-1)?.at ?? '', deadline)
    assert.equal(new Set(mails.map(({ version }) => version)).size, mails.length)
    assert.equal(mails.filter(({ task }) => task.escalated).length > 0, true)
  })

  it('chart 1: E: retries automatically what Odoo rejects, and starts once it was fixed', async () => {
    const student = harness.student()
    const { grantAccess } = student.fakes.stubs
    const refuses = () =>
      Promise.resolve([{ courseIntegrationId: 1, granted: false as const, instructions: 'Archived.' }])
    grantAccess.next(...Array.from({ length: 10 }, () => refuses))
    await student.applies()
    await skipTime(harness.client, student.enrollment.workflowId)
    assert.equal((await student.enrollment.result()).stage, 'training_started')
    const steps = message(student, 'enrollment')
    assert.equal(steps.filter((step) => step === 'Retrying automatically.').length, 10)
    // The problem stays the same: one email to the agent, and one escalation after two days.
    assert.deepEqual(
      student.fakes.mails('review_request').map(({ task }) => task.escalated),
      [false, true],
    )
  })
})
