import assert from 'node:assert/strict'
import { pause, progressSnapshot, resume } from '../../src/contracts/progress.js'
import { skipTime, temporalServer } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'
import type { Student } from './student.js'
import { course, WorkflowHarness } from './workflow-harness.js'

const MOVED_BACK = [
  { of: 'course', courseIntegrationId: 1, found: 'not_started', restored: 'in_progress' },
] as const
const REPORTED =
  /^The status of the course "Course 1" was changed in Odoo from "in progress" to "not started"\. It was set back, because the orchestrator decides it\.$/

describe('A status that somebody changed in Odoo', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  /** A student in training whose course has started. */
  const started = async () => {
    const student = harness.student([course(1), course(2)])
    await student.trains()
    await student.isSynced()
    await student.learns({ 1: { overall: 10 } })
    await student.hasStatus()
    return student
  }
  const movedBack = ({ progress, fakes }: Student) =>
    progress.signal(progressSnapshot, { ...fakes.snapshot(Date.now()), movedBack: true })
  const hasRestored = async ({ fakes }: Student, times: number) => {
    const { requests } = fakes.stubs.restoreStatuses
    await waitFor('a correction', () => Promise.resolve(requests.length >= times))
    assert.equal(requests.length, times)
  }
  const reports = ({ fakes }: Student) =>
    fakes.steps('progress').filter(({ message }) => REPORTED.test(message)).length

  it('is set back to what was decided, and reported as a step', async () => {
    const student = await started()
    student.fakes.stubs.restoreStatuses.next(() => Promise.resolve([...MOVED_BACK]))
    await movedBack(student)
    await student.records('progress', REPORTED)
    const [request] = student.fakes.stubs.restoreStatuses.requests
    assert.deepEqual(request?.point, {
      kind: 'training',
      started: [1],
      completed: [],
      programCompleted: false,
    })
    assert.equal((await student.state('progress')).task, null)
  })

  it('is not reported when it is right by then', async () => {
    const student = await started()
    await movedBack(student)
    await hasRestored(student, 1)
    await student.isCaughtUp()
    assert.equal(reports(student), 0)
  })

  it('is "enrolled" before the first progress', async () => {
    const student = harness.student()
    await student.trains()
    await student.isSynced()
    student.fakes.stubs.restoreStatuses.next(() =>
      Promise.resolve([{ of: 'student', status: 'state', found: 'draft', restored: 'enrolled' }]),
    )
    await movedBack(student)
    await student.records('progress', /^The student’s stage was changed in Odoo from "enrolled" to "draft"\./)
    assert.deepEqual(student.fakes.stubs.restoreStatuses.requests[0]?.point, { kind: 'enrolled' })
  })

  it('waits for the end of a pause', async () => {
    const student = await started()
    await student.progress.executeUpdate(pause, { args: [{ by: 'user-7', comment: '1' }] })
    await movedBack(student)
    await student.isCaughtUp()
    assert.equal(student.fakes.stubs.restoreStatuses.requests.length, 0)
    student.fakes.stubs.restoreStatuses.next(() => Promise.resolve([...MOVED_BACK]))
    await student.progress.executeUpdate(resume, { args: [{ by: 'user-7' }] })
    await student.records('progress', REPORTED)
  })

  it('becomes a task after three corrections within an hour, and is set back an hour later', async function () {
    if (!(await temporalServer()).canSkipTime) return this.skip()
    const student = await started()
    student.fakes.stubs.restoreStatuses.always(() => Promise.resolve([...MOVED_BACK]))
    for (let times = 1; times <= 5; times++) {
      await movedBack(student)
      if (times <= 3) await waitFor('a report', () => Promise.resolve(reports(student) === times))
    }
    await student.records('progress', /^A status is changed in Odoo again and again/)
    await student.isCaughtUp()
    assert.equal(reports(student), 3)
    await hasRestored(student, 3)
    const { task } = await student.state('progress')
    assert.equal(task?.kind, 'problem')
    assert.match(
      task.instructions,
      /again and again.*automation rule.*"doctor".*set back again after an hour/s,
    )

    student.fakes.stubs.restoreStatuses.always(() => Promise.resolve([]))
    await skipTime(harness.client, student.progress.workflowId)
    await student.records('progress', /^Nothing needs attention any more/)
    await hasRestored(student, 4)
  })
})
