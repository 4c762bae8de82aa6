import { WorkflowFailedError } from '@temporalio/client'
import assert from 'node:assert/strict'
import { FailureType } from '../../src/contracts/failures.js'
import { ProgramId, StudentId } from '../../src/contracts/search-attributes.js'
import { permanentFailure } from './fake-activities.js'
import { WorkflowHarness } from './workflow-harness.js'

describe('content completion', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  it('marks the content of a course as completed and returns how much', async () => {
    const student = harness.student()
    const { programId, studentId } = student.application
    assert.deepEqual(await student.marksContent([41, 42]), { marked: 2 })
    assert.deepEqual(student.fakes.stubs.markContentCompleted.requests, [
      { programId, studentId, courseIntegrationId: 1, slideIds: [41, 42] },
    ])
  })

  it('does not mark the content again when the same command is repeated', async () => {
    const student = harness.student()
    await student.marksContent('all')
    await assert.rejects(student.marksContent('all'), { name: 'WorkflowExecutionAlreadyStartedError' })
    assert.equal(student.fakes.stubs.markContentCompleted.requests.length, 1)
  })

  it('fails with the failure of the call, and runs again when the command is repeated', async () => {
    const student = harness.student()
    student.fakes.stubs.markContentCompleted.next(permanentFailure(FailureType.OdooMissing))
    await assert.rejects(student.marksContent([41]), WorkflowFailedError)
    assert.deepEqual(await student.marksContent([41]), { marked: 1 })
  })

  it('can be found in the Web UI by student and program', async () => {
    const student = harness.student()
    await student.marksContent('all')
    const { typedSearchAttributes } = await student.contentCompletion.describe()
    assert.deepEqual(
      [typedSearchAttributes.get(ProgramId), typedSearchAttributes.get(StudentId)],
      [student.application.programId, student.application.studentId],
    )
  })
})
