import assert from 'node:assert/strict'
import { enrollmentId } from '../../src/contracts/application.js'
import { CourseIntegration, Student, TrainingProgram } from '../../src/odoo/schema/index.js'
import { temporalServer } from '../support/temporal.js'
import { openActivities, type ActivityFixture } from './activity-fixture.js'
import { sweepOnce } from './sync/sweeping.js'
import { trackersOf } from '../support/odoo-records.js'

/** The seeded training centre: 40 students, and by their place in the list the cases that hurt. */
describe('The seeded training centre', () => {
  let world: ActivityFixture
  let students: number[]
  let programs: number[]
  before(async () => {
    world = await openActivities({ temporal: await temporalServer(), contents: 'demo' })
    students = (await world.direct.searchRead(Student, [], [], { order: 'id' })).map(({ id }) => id)
    programs = (await world.direct.searchRead(TrainingProgram, [], [], { order: 'id' })).map(({ id }) => id)
  })
  after(() => world.close())

  const at = (place: number) => students[place]!
  const link = (place: number) =>
    world.run((activities) =>
      activities.linkContact({ programId: programs[0]!, studentId: at(place), run: 1 }),
    )

  it('gets the applications of everyone who is not finished in the first sweep: to the preferred course’s program, or else to every open one', async () => {
    const { client } = await temporalServer()
    assert.deepEqual(await sweepOnce(world, 15), students)
    const preferring = await world.direct.searchRead(
      Student,
      [['preferredCourseIntegration', '!=', null]],
      ['preferredCourseIntegration'],
    )
    const integrations = await world.direct.searchRead(CourseIntegration, [], ['trainingProgram'])
    const running = async (programId: number, studentId: number) =>
      client.workflow
        .getHandle(enrollmentId({ programId, studentId }))
        .describe()
        .then(() => true)
        .catch(() => false)
    const certified = await world.direct.searchRead(Student, [['state', '=', 'certified']], [])
    const finished = certified.map(({ id }) => id)
    assert.equal(finished.length, 1)
    for (const studentId of students) {
      const preferred = preferring.find(({ id }) => id === studentId)?.preferredCourseIntegration
      const wanted = integrations.find(({ id }) => id === preferred)?.trainingProgram
      for (const programId of programs)
        assert.equal(
          await running(programId, studentId),
          !finished.includes(studentId) && (wanted === undefined || wanted === programId),
          `student ${studentId}, program ${programId}`,
        )
    }
  })

  const expected: [string, number, string][] = [
    ['a known contact', 1, 'found'],
    ['two contacts with one address', 2, 'ambiguous'],
    ['an archived contact', 4, 'ambiguous'],
    ['a second record (the older one)', 5, 'created'],
    ['a second record (the newer one)', 27, 'ambiguous'],
    ['a shared mailbox (the first one)', 29, 'created'],
    ['a shared mailbox (the second one)', 30, 'ambiguous'],
    ['no usable address', 33, 'ambiguous'],
    ['an address with spaces and capitals', 36, 'created'],
    ['no contact yet', 0, 'created'],
  ]
  for (const [what, place, outcome] of expected) {
    it(`has the outcome "${outcome}" when it links a student with ${what}`, async () => {
      const found = await link(place)
      assert.equal(found.kind === 'linked' ? found.how : found.kind, outcome)
    })
  }

  it('has its tracker without access adopted', async () => {
    const [integration] = await world.direct.searchRead(CourseIntegration, [], ['trainingProgram'], {
      order: 'id',
    })
    const application = { programId: integration!.trainingProgram!, studentId: at(10), run: 1 }
    const found = await link(10)
    const partnerId = found.kind === 'linked' ? found.partnerId : assert.fail()
    const courseIntegrationIds = [integration!.id]
    const grants = await world.run((activities) =>
      activities.grantAccess({ ...application, partnerId, courseIntegrationIds }),
    )
    const memberships = grants.flatMap((grant) => (grant.granted ? [grant] : []))
    const before = await trackersOf(world, at(10))
    await world.run((activities) => activities.ensureTrackers({ ...application, memberships }))
    const after = await trackersOf(world, at(10))
    assert.deepEqual(
      after.map(({ id }) => id),
      before.map(({ id }) => id),
    )
    assert.deepEqual(
      after.map(({ elearningEnrollment }) => elearningEnrollment),
      memberships.map(({ membershipId }) => membershipId),
    )
  })

  it('has one student who already holds a certificate', async () => {
    const application = { programId: programs[0]!, studentId: at(13), run: 1 }
    const { facts } = await world.run((activities) => activities.readApplication(application))
    assert.notEqual(facts.existingCertificate, null)
  })
})
