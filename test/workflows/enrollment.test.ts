import assert from 'node:assert/strict'
import { enroll, factsChanged, type EnrollmentOutcome } from '../../src/contracts/enrollment.js'
import { assessEligibility } from '../../src/domain/eligibility.js'
import { course, House } from './workflow-harness.js'
import type { Student } from './student.js'
import type { ActivityName } from './fake-activities.js'

/** What was done in the outside systems, without the read model and the training that follows. */
const deeds = ({ world }: Student) =>
  world.deeds.filter((name) => name !== 'recordTransitions' && name !== 'syncApplication')

const WHOLE_WAY: ActivityName[] = [
  'readApplication',
  'linkContact',
  'grantAccess',
  'ensureTrackers',
  'writeStatuses',
  'sendMail',
]

describe('chart 1: student enrollment', () => {
  let house: House
  before(async () => void (house = await House.open()))
  afterEach(() => house.clear())
  after(() => house.close())

  const ends = async (student: Student, stage: EnrollmentOutcome['stage']) =>
    assert.equal((await student.enrollment.result()).stage, stage)

  it('chart 1: A → B: the student created is assessed under the policy in force, and why is kept', async () => {
    const student = await house.student().applies()
    await ends(student, 'begun')
    const assessed = student.world.steps('enrollment').find(({ facts }) => 'verdict' in facts)
    const verdict = assessEligibility(student.world.facts, student.world.policy)
    assert.equal(verdict.outcome, 'eligible')
    assert.deepEqual(assessed?.facts, { verdict })
  })

  it('chart 1: B –Yes→ C –Auto→ E → G → H → I: auto-enroll on enrolls, tracks, welcomes and begins', async () => {
    const student = await house.student([course(1), course(2)]).applies()
    await ends(student, 'begun')
    assert.deepEqual(deeds(student), WHOLE_WAY)
    const { world } = student
    assert.deepEqual(world.does.grantAccess.requests[0], {
      ...student.application,
      partnerId: 900,
      courseIntegrationIds: [1, 2],
    })
    assert.deepEqual(world.does.ensureTrackers.requests[0]?.memberships, [
      { courseIntegrationId: 1, membershipId: 1001 },
      { courseIntegrationId: 2, membershipId: 1002 },
    ])
    assert.deepEqual(world.does.writeStatuses.requests[0]?.point, { kind: 'enrolled' })
    assert.equal(world.mails('welcome')[0]?.version, '1')
    await student.reaches('progress', 'not_started')
  })

  it('chart 1: B –No→ D: not eligible goes to manual review, with the rule that fails', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { age: 16 })
    await student.applies()
    const { task } = await student.isAsked('enrollment', 'eligibility')
    assert.match(task?.instructions ?? '', /^Not eligible: Age 16 is outside 18 to 65\./)
    assert.deepEqual(task?.decisions, ['approve', 'reject', 'ask_more', 'retry'])
    await student.gets('review_request')
    assert.deepEqual(deeds(student), ['readApplication', 'sendMail'])
  })

  it('chart 1: B –No→ D: an unknown fact goes to manual review in other message: complete the record', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    const { task } = await student.isAsked('enrollment', 'eligibility')
    assert.match(
      task?.instructions ?? '',
      /^A fact is missing: The level of English is missing\. Complete the record/,
    )
  })

  it('chart 1: D → C: approved against the rules goes on as eligible, with who and why', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { age: 16 })
    await student.applies()
    await student.isAsked('enrollment', 'eligibility')
    const state = await student.decides({ decision: 'approve', comment: 'comment-1' })
    assert.equal(state.task, null)
    await ends(student, 'begun')
    const answered = student.world.steps('enrollment').find(({ facts }) => 'decision' in facts)
    assert.deepEqual(answered?.facts, {
      decision: { decision: 'approve', by: 'user-7', comment: 'comment-1' },
    })
  })

  it('chart 1: D: rejected ends the way; the status is written and nothing else', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { age: 16 })
    await student.applies()
    await student.isAsked('enrollment', 'eligibility')
    await student.decides({ decision: 'reject', comment: 'comment-1' })
    await ends(student, 'rejected')
    assert.deepEqual(
      student.world.does.writeStatuses.requests.map(({ point }) => point),
      [{ kind: 'rejected' }],
    )
    assert.equal(student.world.does.grantAccess.requests.length, 0)
  })

  it('chart 1: D: asked for more, the review stays open and says so', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    const first = await student.isAsked('enrollment', 'eligibility')
    await student.decides({ decision: 'ask_more', comment: 'comment-1' })
    const again = await student.reaches(
      'enrollment',
      'review',
      ({ seq, task }) => seq > first.seq && task !== null,
    )
    assert.match(
      again.task?.instructions ?? '',
      /^More was asked for; waiting for it\. The level of English is missing/,
    )
  })

  it('chart 1: D → B: facts that change under review are assessed again without a click', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    await student.isAsked('enrollment', 'eligibility')
    student.world.changeFacts('facts-2', { englishLevel: 'advanced' })
    await student.enrollment.signal(factsChanged, { version: 'facts-2' })
    await ends(student, 'begun')
    assert.equal(student.world.does.readApplication.requests.length, 2)
  })

  it('chart 1: D: the version of the facts that was assessed already is no news', async () => {
    const student = house.student()
    student.world.changeFacts('facts-1', { englishLevel: null })
    await student.applies()
    const asked = await student.isAsked('enrollment', 'eligibility')
    await student.enrollment.signal(factsChanged, { version: 'facts-1' })
    assert.deepEqual(await student.state('enrollment'), asked)
  })

  it('chart 1: C –Manual→ F → G: the agent reviews and enrolls, then tracker, welcome and training', async () => {
    const student = await house.student([course(1, false), course(2, false)]).applies()
    const { task } = await student.isAsked('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [1, 2])
    assert.equal(student.world.does.grantAccess.requests.length, 0)
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] })
    await ends(student, 'begun')
    assert.deepEqual(student.world.does.grantAccess.requests[0]?.courseIntegrationIds, [1, 2])
    assert.equal(student.world.does.ensureTrackers.requests.length, 1)
    assert.equal(student.world.mails('welcome').length, 1)
  })

  it('chart 1: C –Manual→ F: a student entered by hand waits for the agent in every course', async () => {
    const student = house.student([course(1), course(2)])
    student.world.changeFacts('facts-1', { enrollmentType: 'manual' })
    await student.applies()
    const { task } = await student.isAsked('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [1, 2])
  })

  it('chart 1: C –Auto→ E and –Manual→ F: a mixed program begins with the automatic course and waits with the other', async () => {
    const student = await house.student([course(1), course(2, false)]).applies()
    const { task } = await student.isAsked('enrollment', 'enroll')
    assert.deepEqual(task?.courseIntegrationIds, [2])
    await student.reaches('progress', 'not_started')
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7', courseIntegrationIds: [2] }] })
    await ends(student, 'begun')
    assert.deepEqual(
      student.world.does.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[1], [2]],
    )
    assert.deepEqual(
      student.world.mails('welcome').map(({ version }) => version),
      ['1', '2'],
    )
  })

  it('chart 1: F: the agent enrolls a part, the rest goes on waiting', async () => {
    const student = await house.student([course(1, false), course(2, false), course(3, false)]).applies()
    await student.isAsked('enrollment', 'enroll')
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7', courseIntegrationIds: [2] }] })
    const { task } = await student.isAsked(
      'enrollment',
      'enroll',
      ({ courseIntegrationIds }) => courseIntegrationIds?.length === 2,
    )
    assert.deepEqual(task?.courseIntegrationIds, [1, 3])
    await student.enrollment.executeUpdate(enroll, { args: [{ by: 'user-7' }] })
    await ends(student, 'begun')
    assert.deepEqual(
      student.world.does.grantAccess.requests.map(({ courseIntegrationIds }) => courseIntegrationIds),
      [[2], [1, 3]],
    )
  })

  it('chart 1: A: Odoo has a live certificate of this program already', async () => {
    const student = house.student()
    student.world.facts = { ...student.world.facts, existingCertificate: { id: 5 } }
    await student.applies()
    await ends(student, 'already_certified')
  })

  it('chart 1: A: a program that is not active takes nobody', async () => {
    const student = house.student()
    const { facts } = student.world
    student.world.facts = { ...facts, program: { ...facts.program, status: 'archived' } }
    await student.applies()
    await ends(student, 'not_open')
    assert.deepEqual(deeds(student), ['readApplication'])
  })

  it('chart 1: A: the same student brought twice at once is one execution', async () => {
    const student = house.student()
    await Promise.all([student.applies('sweep'), student.applies('api'), student.applies('sweep')])
    await ends(student, 'begun')
    assert.deepEqual(deeds(student), WHOLE_WAY)
  })
})
