import assert from 'node:assert/strict'
import { migrationPlan } from '../../../activities/migration/migration-plan.js'
import { Certificate, Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { storedInEnglish } from '../../../src/domain/sentences/sentence.js'
import type { PlannedStudent } from '../../../src/store/migration-plans.js'
import { startEnrollment } from '../../../src/temporal/start-workflows.js'
import { UNKNOWN_PERSON } from '../../../src/domain/same-person.js'
import {
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  unique,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'

const reasonsOf = (planned: PlannedStudent | undefined): string =>
  (planned?.reasons ?? []).map(storedInEnglish).join(' ')

describe('The migration plan of a program', () => {
  let world: ActivityFixture
  let temporal: Awaited<ReturnType<typeof temporalServer>>
  let programId: number
  let course: MadeCourse
  before(async () => {
    temporal = await temporalServer()
    world = await openActivities({ temporal })
    programId = await makeProgram(world)
    course = await makeCourse(world, programId, { lessons: 2 })
  })
  after(() => world.close())

  const student = (values: Parameters<typeof makeStudent>[1] = {}) =>
    makeStudent(world, { preferredCourseIntegration: course.courseIntegrationId, ...values })
  const tracker = (studentId: number, status: 'in_progress' | 'completed') =>
    world.direct.create(ProgressTracker, {
      student: studentId,
      courseIntegration: course.courseIntegrationId,
      status,
    })
  const plan = () =>
    migrationPlan(
      { odoo: world.odoo, store: world.store, now: { instant: new Date(), timeZone: 'UTC' } },
      programId,
    )

  it('sorts students by what would happen to them, reads in few calls and writes nothing', async () => {
    const fresh = await student()
    const young = await student({ birthDate: '2020-01-01' })
    const halfway = await student({ state: 'in_progress' })
    await tracker(halfway, 'in_progress')
    const finished = await student({ state: 'in_progress' })
    await tracker(finished, 'completed')
    const certified = await student()
    await world.direct.create(Certificate, {
      student: certified,
      trainingProgram: programId,
      certificateType: 'completion',
      certificateTitle: 'Orchard keeping',
      state: 'issued',
    })
    const completed = await student({ state: 'completed' })
    const email = `${unique()}@learners.test`
    const unlinked = await student({ email })
    const partner = await makeContact(world, email)
    await world.direct.create(Membership, { channel: course.channelId, partner, memberStatus: 'joined' })
    const noAddress = await student({ email: 'a@learners.test, b@learners.test' })
    const running = await student()
    const application = { programId, studentId: running }
    await startEnrollment(temporal.client, world.store, application, {
      origin: 'api',
      person: UNKNOWN_PERSON,
      programName: null,
    })

    world.calls.length = 0
    const planned = new Map((await plan())?.map((one) => [one.studentId, one]))
    assert.deepEqual(world.writes(), [])
    assert.ok(world.calls.length <= 30, `${world.calls.length} calls`)
    const outcomes = [
      fresh,
      young,
      halfway,
      finished,
      certified,
      completed,
      unlinked,
      noAddress,
      running,
    ].map((id) => planned.get(id)?.outcome)
    assert.deepEqual(outcomes, [
      'enroll',
      'person',
      'adopt',
      'finished',
      'certified',
      'finished',
      'person',
      'person',
      'cannot',
    ])
    assert.match(reasonsOf(planned.get(young)), /Age/)
    assert.match(reasonsOf(planned.get(unlinked)), /not linked to the student/)
    const [untouched] = await world.direct.read(Student, [halfway], ['state'])
    assert.equal(untouched?.state, 'in_progress')
  })

  it('sends those whose contact only a person can choose to a person, unless they cannot apply anyway', async () => {
    const addressOfTwo = async () => {
      const email = `${unique()}@learners.test`
      await makeContact(world, email)
      await makeContact(world, email)
      return email
    }
    const several = await student({ email: await addressOfTwo() })
    const cannotApply = await student({ email: await addressOfTwo(), state: 'rejected' })
    const archivedAddress = `${unique()}@learners.test`
    const archivedContact = await makeContact(world, archivedAddress)
    await world.direct.write(Partner, [archivedContact], { active: false })
    const archived = await student({ email: archivedAddress })
    const taken = `${unique()}@learners.test`
    const contact = await makeContact(world, taken)
    const owner = await student({ email: `${unique()}@learners.test`, partner: contact })
    const ofAnother = await student({ email: taken })
    const shared = `${unique()}@learners.test`
    const first = await student({ email: shared })
    const second = await student({ email: shared.toUpperCase() })
    const inTraining = await student({ email: await addressOfTwo(), state: 'in_progress' })
    await tracker(inTraining, 'in_progress')

    const planned = new Map((await plan())?.map((one) => [one.studentId, one]))
    const found = (id: number) => {
      const one = planned.get(id)
      return [one?.outcome, reasonsOf(one)]
    }
    assert.deepEqual(found(owner), ['enroll', ''])
    assert.deepEqual(found(first), ['enroll', ''])
    const asked = (why: string) => ['person', `A person chooses the contact before anything else: ${why}.`]
    const SEVERAL = 'several contacts have the student’s email address'
    assert.deepEqual(found(several), asked(SEVERAL))
    assert.deepEqual(found(inTraining), asked(SEVERAL))
    assert.equal(found(cannotApply)[0], 'cannot')
    assert.deepEqual(found(archived), asked('the only contact with the student’s email address is archived'))
    assert.deepEqual(found(ofAnother), asked('the contact is that of another student'))
    assert.deepEqual(
      found(second),
      asked('another student has the same email address, and one of both can have its contact'),
    )
  })

  it('does not exist for a program that Odoo does not have', async () => {
    programId = 999_999
    assert.equal(await plan(), null)
  })
})
