import assert from 'node:assert/strict'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { daysBetween } from '../../src/domain/reminders.js'
import { skipTime, temporalServer } from '../support/temporal.js'
import { course, House } from './workflow-harness.js'
import type { Student } from './student.js'
import { courseOf } from './fake-activities.js'

const DAY = 86_400_000
const message = ({ world }: Student, flow: 'progress' | 'enrollment' | 'certificate' = 'progress') =>
  world.steps(flow).map((step) => step.message)
const reminders = ({ world }: Student) => world.mails('reminder').map(({ number }) => number)

/** The server skips the time in which a workflow only waits: weeks pass in seconds. */
describe('clocks', function () {
  let house: House
  before(async function () {
    if (!(await temporalServer()).canSkipTime) return this.skip()
    house = await House.open()
  })
  afterEach(() => house.clear())
  after(() => house.close())

  /** Starts her training in skipped time; `at` of `learner` is days since then. */
  const trains = async (student: Student, learner: (day: number) => number, weeks: number | null = null) => {
    const began = Date.now()
    const numbers = student.world.learner(began)
    student.world.learner = (at) =>
      numbers.map((was) => courseOf(was.courseIntegrationId, { overall: learner((at - began) / DAY) }))
    const { facts } = student.world
    student.world.facts = { ...facts, program: { ...facts.program, durationWeeks: weeks } }
    await student.trains()
    await skipTime(house.client, student.progress.workflowId)
  }

  it('chart 2: G: reminders come after a look, start anew with activity, and a 12-week program ends in a certificate', async () => {
    const student = house.student([course(1), course(2)])
    // Idle for 16 days, then steady: two reminders, and none ever after.
    await trains(student, (day) => (day < 16 ? 0 : Math.min(100, (day - 10) * 1.25)), 12)
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.deepEqual(reminders(student), [1, 2])
    const told = student.world.steps('progress')
    const days = daysBetween(told[0]?.at ?? '', Date.parse(told.at(-1)?.at ?? ''))
    assert.ok(days > 70 && days <= 84, `${String(days)} days`)
    assert.equal(told.filter(({ message }) => message.startsWith('The deadline')).length, 0)
  })

  it('chart 2: G: who does nothing is reminded three times at most, then the agent is told; progress clears it', async () => {
    const student = house.student()
    await trains(student, (day) => (day < 24 ? 0 : 10))
    const { task } = await student.isAsked('progress', 'problem')
    assert.match(task?.instructions ?? '', /No progress for 21 days in spite of reminders/)
    assert.deepEqual(reminders(student), [1, 2, 3])
    student.world.learner = () => [courseOf(1, { overall: 90 })]
    await student.learnsLater({ 1: { overall: 90 } })
    assert.deepEqual(await student.progress.result(), { stage: 'certified' })
    assert.ok(message(student).includes('Nothing needs attention any more.'))
  })

  it('chart 2: G: past the deadline the agent is told; extended, the task closes', async () => {
    const student = house.student()
    student.world.policy = {
      ...DEFAULT_POLICY,
      training: { ...DEFAULT_POLICY.training, maxReminders: 0, stalledAfterDays: 999 },
    }
    await trains(student, () => 10, 4)
    await student.reaches('progress', 'overdue', ({ task }) => task !== null)
    await student.extends('2099-01-01T00:00:00Z')
    await student.says('progress', /^Nothing needs attention any more/)
    assert.equal((await student.state('progress')).stage, 'in_progress')
  })

  it('chart 1: D: a review that nobody answers is reminded, escalated, and lapses at its deadline', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { age: 16 })
    await student.applies()
    await skipTime(house.client, student.enrollment.workflowId)
    assert.equal((await student.enrollment.result()).stage, 'lapsed')
    const told = message(student, 'enrollment')
    assert.equal(told.filter((step) => step === 'Escalated: nobody has answered.').length, 1)
    assert.ok(told.indexOf('Reminded the agent.') < told.indexOf('Escalated: nobody has answered.'))
    const mails = student.world.mails('review_request')
    assert.equal(new Set(mails.map(({ version }) => version)).size, mails.length)
    assert.equal(mails.filter(({ task }) => task.escalated).length > 0, true)
  })

  it('chart 1: E: what Odoo refuses is tried again by itself, and begins when it was mended meanwhile', async () => {
    const student = house.student()
    const { grantAccess } = student.world.does
    const refuses = () =>
      Promise.resolve([{ courseIntegrationId: 1, granted: false as const, instructions: 'Archived.' }])
    grantAccess.next(...Array.from({ length: 10 }, () => refuses))
    await student.applies()
    await skipTime(house.client, student.enrollment.workflowId)
    assert.equal((await student.enrollment.result()).stage, 'begun')
    const told = message(student, 'enrollment')
    assert.equal(told.filter((step) => step === 'Trying again by itself.').length, 10)
    // The same problem all the while: the agent is told of it once, and the next in line once after two days.
    assert.deepEqual(
      student.world.mails('review_request').map(({ task }) => task.escalated),
      [false, true],
    )
  })
})
