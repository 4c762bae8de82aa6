import type { WorkflowHandle } from '@temporalio/client'
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { overrideCompletion, resync } from '../../src/contracts/progress.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { waitFor } from '../support/wait-for.js'
import type { Student } from './student.js'
import { course, WorkflowHarness } from './workflow-harness.js'

/** Students who apply at once, and the slots for their calls. */
const CROWD = 200
const SLOTS = 2

describe('interactive work', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open({}, { [TaskQueue.odoo]: SLOTS })))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const underReview = async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { age: 12 })
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    return student
  }
  const approve = (student: Student) => student.decides({ decision: 'approve', comment: 'comment-1' })

  it('overtakes hundreds of applications that wait for a slot, none of which reports an outage', async () => {
    const reviewed = await underReview()
    const crowd = Array.from({ length: CROWD }, () => harness.student())
    let calls = 0
    const slow = new EventEmitter()
    for (const { fakes } of crowd) {
      const facts = { ...fakes.facts, program: { ...fakes.facts.program, status: 'archived' as const } }
      fakes.stubs.readApplication.always(async () => {
        calls += 1
        if (calls <= SLOTS) await once(slow, 'done')
        return { facts, policy: fakes.policy }
      })
    }
    await Promise.all(crowd.map((student) => student.applies()))
    await waitFor('calls in all slots', () => calls === SLOTS)

    await approve(reviewed)
    await reviewed.records('enrollment', /^Enrolling in/)
    assert.equal((await reviewed.enrollment.result()).stage, 'training_started')
    assert.equal(calls, SLOTS, 'no application of the crowd came first')

    slow.emit('done')
    await Promise.all(crowd.map((student) => student.enrollment.result()))
    for (const { fakes } of crowd)
      assert.deepEqual(
        fakes.steps('enrollment').map(({ stage }) => stage),
        ['received', 'not_open'],
      )
  })

  it('saves its steps before each call, so that a person sees the effect of their command', async () => {
    const student = await underReview()
    const slow = new EventEmitter()
    student.fakes.stubs.grantAccess.next(async () => {
      await once(slow, 'done')
      return [{ courseIntegrationId: 1, granted: true, membershipId: 1001 }]
    })
    await approve(student)
    await waitFor('the step', () =>
      student.fakes.steps('enrollment').some(({ message }) => message.startsWith('Enrolling in')),
    )
    await waitFor('the call', () => student.fakes.stubs.grantAccess.requests.length > 0)
    slow.emit('done')
    await student.enrollment.result()
  })

  it('has queues of its own until the workflow waits again, and so have the workflows it starts', async () => {
    const student = await underReview()
    await approve(student)
    await student.enrollment.result()
    await student.isSynced()
    await student.learns({ 1: { overall: 100 } })
    await student.progress.result()
    assert.deepEqual(await queuesOf(student.enrollment), {
      readApplication: 'odoo',
      enroll: 'odoo-interactive',
      sendMail: 'mail-interactive',
    })
    const { raw } = await student.progress.describe()
    assert.equal(raw.workflowExecutionInfo?.priority?.priorityKey, INTERACTIVE_KEY)
    assert.equal((await queuesOf(student.certificate)).generateCertificate, 'documents')
  })

  it('begins with an application or a command that comes through the API', async () => {
    const applied = await harness.student().applies('api')
    await applied.enrollment.result()
    assert.deepEqual(new Set(Object.values(await queuesOf(applied.enrollment))), INTERACTIVE)
    const marked = harness.student()
    await marked.marksContent('all')
    assert.equal((await queuesOf(marked.contentCompletion)).markContentCompleted, 'odoo-interactive')
  })

  it('is what follows from each command to a training, and not what the sync finds after it', async () => {
    const student = await harness.student([course(1), course(2)]).applies()
    await student.enrollment.result()
    await student.isSynced()
    assert.deepEqual(new Set(Object.values(await queuesOf(student.enrollment))), BULK)
    await student.progress.executeUpdate(resync, { args: [{ by: 'user-7' }] })
    await student.isIdle()
    await student.learns({ 1: { overall: 40 } })
    await student.isCaughtUp()
    await student.isIdle()
    assert.deepEqual(await queuesOf(student.progress), { syncApplication: 'odoo-interactive' })
    const override = { by: 'user-7', comment: 'comment-1', courseIntegrationId: 2 }
    await student.progress.executeUpdate(overrideCompletion, { args: [override] })
    await student.isIdle()
    assert.deepEqual(await queuesOf(student.progress), {
      syncApplication: 'odoo-interactive',
      writeStatuses: 'odoo-interactive',
    })
  })

  it('is not what follows from a command that is given to many students', async () => {
    const student = await harness.student([course(1), course(2)]).applies()
    await student.enrollment.result()
    await student.isSynced()
    await student.progress.executeUpdate(resync, { args: [{ by: 'user-7', urgency: 'bulk' }] })
    await student.isIdle()
    assert.deepEqual(await queuesOf(student.progress), { syncApplication: 'odoo' })
  })
})

const INTERACTIVE = new Set<string>([TaskQueue.odooInteractive, TaskQueue.mailInteractive])
const INTERACTIVE_KEY = 2
const BULK = new Set<string>([TaskQueue.odoo, TaskQueue.mail])

/** Returns the task queue of each activity; of several calls, the last one's. */
async function queuesOf(handle: WorkflowHandle): Promise<Record<string, string>> {
  const { events } = await handle.fetchHistory()
  const scheduled = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: activity }) => activity ?? [],
  )
  return Object.fromEntries(
    scheduled.map(({ activityType, taskQueue }) => [activityType?.name ?? '', taskQueue?.name ?? '']),
  )
}
