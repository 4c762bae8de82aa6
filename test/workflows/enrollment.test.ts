import assert from 'node:assert/strict'
import {
  enroll,
  factsChanged,
  type ChangedFacts,
  type EnrollmentOutcome,
} from '../../src/contracts/enrollment.js'
import { enrollmentOptions } from '../../src/contracts/workflow-options.js'
import { assessEligibility } from '../../src/domain/eligibility.js'
import { instructionsInArabic } from '../../src/domain/sentences/in-arabic.js'
import { course, WorkflowHarness } from './workflow-harness.js'
import type { Student } from './student.js'
import type { ActivityName } from './fake-activities.js'
import type { enrollment } from '../../workflows/enrollment.js'

/** What was done in the outside systems, without the read model and the training that follows. */
const calls = ({ fakes }: Student) =>
  fakes.calls.filter((name) => name !== 'recordTransitions' && name !== 'syncApplication')

const WHOLE_WAY: ActivityName[] = [
  'readApplication',
  'linkContact',
  'grantAccess',
  'ensureTrackers',
  'writeStatuses',
  'sendMail',
]

describe('chart 1: student enrollment', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const ends = async (student: Student, stage: EnrollmentOutcome['stage']) =>
    assert.equal((await student.enrollment.result()).stage, stage)

  it('chart 1: A → B: assesses a new student under the policy in force and keeps the reasons', async () => {
    const student = await harness.student().applies()
    await ends(student, 'training_started')
    const assessed = student.fakes.steps('enrollment').find(({ facts }) => 'verdict' in facts)
    const verdict = assessEligibility(student.fakes.facts, student.fakes.policy)
    assert.equal(verdict.outcome, 'eligible')
    assert.deepEqual(assessed?.facts, { verdict })
  })

  it('chart 1: A → B: assesses what travels with the start without reading it again, unless it has changed', async () => {
    const student = harness.student([course(1, false)])
    const { facts, policy } = student.fakes
    await student.applies('sweep', { record: { facts, policy } })
    await student.opensTask('enrollment', 'enroll')
    assert.equal(student.fakes.stubs.readApplication.requests.length, 0)

    const other = harness.student()
    other.fakes.changeFacts('facts-2', { age: 12 })
    await other.client.workflow.signalWithStart<typeof enrollment, [ChangedFacts]>('enrollment', {
      ...enrollmentOptions(
        { ...other.application, origin: 'sweep', record: { facts, policy } },
        { programName: null },
      ),
      signal: factsChanged,
      signalArgs: [{ version: 'facts-2' }],
    })
    await other.opensTask('enrollment', 'eligibility')
    assert.equal(other.fakes.stubs.readApplication.requests.length, 1)
  })

  it('chart 1: B –Yes→ C –Auto→ E → G → H → I: with auto-enroll, enrolls the student, creates trackers, sends the welcome email and starts training', async () => {
    const student = await harness.student([course(1), course(2)]).applies()
    await ends(student, 'training_started')
    assert.deepEqual(calls(student), WHOLE_WAY)
    const { fakes } = student
    assert.deepEqual(fakes.stubs.grantAccess.requests[0], {
      ...student.application,
      partnerId: 900,
      courseIntegrationIds: [1, 2],
    })
    assert.deepEqual(fakes.stubs.ensureTrackers.requests[0]?.memberships, [
      { courseIntegrationId: 1, membershipId: 1001 },
      { courseIntegrationId: 2, membershipId: 1002 },
    ])
    assert.deepEqual(fakes.stubs.writeStatuses.requests[0]?.point, { kind: 'enrolled' })
    assert.equal(fakes.mails('welcome')[0]?.version, '1')
    await student.reaches('progress', 'not_started')
  })

  it('chart 1: B –No→ D: sends a student who is not eligible to manual review and names the rule that fails', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { age: 16 })
    await student.applies()
    const { task } = await student.opensTask('enrollment', 'eligibility')
    assert.match(task?.instructions ?? '', /^Not eligible: Age 16 is outside 18 to 65\./)
    assert.match(task ? (instructionsInArabic(task) ?? '') : '', /^الطالب غير مؤهل: العمر/)
    assert.deepEqual(task?.decisions, ['approve', 'reject', 'ask_more', 'retry'])
    await student.gets('review_request')
    assert.deepEqual(calls(student), ['readApplication', 'sendMail'])
  })

  it('chart 1: B –No→ D: sends a student with a missing fact to manual review and asks to complete the record', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    const { task } = await student.opensTask('enrollment', 'eligibility')
    assert.match(
      task?.instructions ?? '',
      /^A fact is missing: The level of English is missing\. Complete the record/,
    )
  })

  it('chart 1: D → C: continues as eligible after an approval despite the rules, and records who and why', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { age: 16 })
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    const state = await student.decides({ decision: 'approve', comment: 'comment-1' })
    assert.equal(state.task, null)
    await ends(student, 'training_started')
    const answered = student.fakes.steps('enrollment').find(({ facts }) => 'decision' in facts)
    assert.deepEqual(answered?.facts, {
      decision: { decision: 'approve', by: 'user-7', comment: 'comment-1' },
    })
  })

  it('chart 1: D: writes the rejected status after a rejection, and nothing else', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { age: 16 })
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    await student.decides({ decision: 'reject', comment: 'comment-1' })
    await ends(student, 'rejected')
    assert.deepEqual(
      student.fakes.stubs.writeStatuses.requests.map(({ point }) => point),
      [{ kind: 'rejected' }],
    )
    assert.equal(student.fakes.stubs.grantAccess.requests.length, 0)
  })

  it('chart 1: D: keeps the review open after asking for more, and says so', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    const first = await student.opensTask('enrollment', 'eligibility')
    await student.decides({ decision: 'ask_more', comment: 'comment-1' })
    const again = await student.reaches(
      'enrollment',
      'review',
      ({ seq, task }) => seq > first.seq && task !== null,
    )
    assert.match(
      again.task?.instructions ?? '',
      /^Waiting for more information\. The level of English is missing/,
    )
  })

  it('chart 1: D → B: assesses facts that change during a review again without a click', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    await student.opensTask('enrollment', 'eligibility')
    student.fakes.changeFacts('facts-2', { englishLevel: 'advanced' })
    await student.enrollment.signal(factsChanged, { version: 'facts-2' })
    await ends(student, 'training_started')
    assert.equal(student.fakes.stubs.readApplication.requests.length, 2)
  })

  it('chart 1: D: ignores a signal about facts that were already assessed', async () => {
    const student = harness.student()
    student.fakes.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    const asked = await student.opensTask('enrollment', 'eligibility')
    await student.enrollment.signal(factsChanged, { version: 'facts-1' })
    assert.deepEqual(await student.state('enrollment'), asked)
  })

  it('chart 1: C –Manual→ F → G: waits for the agent, then creates trackers, sends the welcome email and starts training', async () => {
    const student = await harness.student([course(1, false), course(2, false)]).applies()
    const { task } = await student.opensTask('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [1, 2])
    assert.equal(student.fakes.stubs.grantAccess.requests.length, 0)
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] })
    await ends(student, 'training_started')
    assert.deepEqual(student.fakes.stubs.grantAccess.requests[0]?.courseIntegrationIds, [1, 2])
    assert.equal(student.fakes.stubs.ensureTrackers.requests.length, 1)
    assert.equal(student.fakes.mails('welcome').length, 1)
  })

  it('chart 1: C –Manual→ F: waits for the agent in every course of a student entered by hand', async () => {
    const student = harness.student([course(1), course(2)])
    student.fakes.changeFacts('facts-1', { enrollmentType: 'manual' })
    await student.applies()
    const { task } = await student.opensTask('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [1, 2])
  })

  it('chart 1: C –Auto→ E and –Manual→ F: starts a mixed program with the automatic course and waits for the agent in the other', async () => {
    const student = await harness.student([course(1), course(2, false)]).applies()
    const { task } = await student.opensTask('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [2])
    await student.reaches('progress', 'not_started')
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7', courseIntegrationIds: [2] }] })
    await ends(student, 'training_started')
    assert.deepEqual(
      student.fakes.stubs.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[1], [2]],
    )
    assert.deepEqual(
      student.fakes.mails('welcome').map(({ version }) => version),
      ['1', '2'],
    )
  })

  it('chart 1: F: enrolls in the courses that the agent chooses and keeps waiting for the rest', async () => {
    const student = await harness.student([course(1, false), course(2, false), course(3, false)]).applies()
    await student.opensTask('enrollment', 'enroll')
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7', courseIntegrationIds: [2] }] })
    const { task } = await student.opensTask(
      'enrollment',
      'enroll',
      ({ courseIntegrationIds }) => courseIntegrationIds?.length === 2,
    )
    assert.deepEqual(task?.courseIntegrationIds, [1, 3])
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] })
    await ends(student, 'training_started')
    assert.deepEqual(
      student.fakes.stubs.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[2], [1, 3]],
    )
  })

  it('chart 1: A: closes when Odoo already has a valid certificate of this program', async () => {
    const student = harness.student()
    student.fakes.facts = { ...student.fakes.facts, existingCertificate: { id: 5 } }
    await student.applies()
    await ends(student, 'already_certified')
  })

  it('chart 1: A: closes when the program is not active', async () => {
    const student = harness.student()
    const { facts } = student.fakes
    student.fakes.facts = { ...facts, program: { ...facts.program, status: 'archived' } }
    await student.applies()
    await ends(student, 'not_open')
    assert.deepEqual(calls(student), ['readApplication'])
  })

  it('chart 1: A: runs once when the same student is brought several times at once', async () => {
    const student = harness.student()
    await Promise.all([student.applies('sweep'), student.applies('api'), student.applies('sweep')])
    await ends(student, 'training_started')
    assert.deepEqual(calls(student), WHOLE_WAY)
  })
})
