import assert from 'node:assert/strict'
import { Channel, Membership, Partner, Slide, Student } from '../../../src/odoo/schema/index.js'
import { temporalServer } from '../../support/temporal.js'
import {
  learn,
  makeCourse,
  makeProgram,
  oneRow,
  trackersOf,
  unique,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { syncStudents, sweepOnce } from './sweeping.js'

/** What staff and learners do to a course and its learners, as the sweep sees it. */
describe('The sweep, of a learner in training,', () => {
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
  })
  after(() => world.close())
  beforeEach(async () => {
    programId = await makeProgram(world, { status: 'draft' })
    course = await makeCourse(world, programId, { lessons: 4, integration: { completionThreshold: 75 } })
  })

  const sweep = () => sweepOnce(world)
  const enroll = () => enrollLearner(world, programId, [course])
  const overallOf = async (studentId: number) => (await oneRow(trackersOf(world, studentId))).overallProgress
  const numbersOf = (studentId: number) =>
    oneRow(
      world.store.db.selectFrom('progress_number').selectAll().where('student_id', '=', studentId).execute(),
    )
  const snapshotOf = (studentId: number) =>
    world.run((activities) => activities.syncApplication({ programId, studentId, run: 1 }))
  const membershipsOf = async (partnerId: number) =>
    (await world.direct.searchRead(Membership, [['partner', '=', partnerId]], [], { archived: true })).map(
      ({ id }) => id,
    )
  const addLesson = () =>
    world.direct.create(Slide, {
      name: `Lesson ${unique()}`,
      channel: course.channelId,
      slideCategory: 'article',
      isPublished: true,
    })

  it('keeps 100 percent when a lesson is added or removed after they have finished the course', async () => {
    const { studentId, partnerId } = await enroll()
    await learn(world, partnerId, course.lessons)
    await sweep()
    await addLesson()
    await sweep()
    assert.equal(await overallOf(studentId), 100)
    await world.direct.write(Slide, course.lessons.slice(0, 2), { isPublished: false })
    await sweep()
    await syncStudents(world, [studentId])
    assert.equal(await overallOf(studentId), 100)
  })

  it('counts again when a lesson is added or removed before they have finished it, and takes back no completion', async () => {
    const { studentId, partnerId, trackerIds } = await enroll()
    await learn(world, partnerId, course.lessons.slice(0, 3))
    await sweep()
    assert.equal(await overallOf(studentId), 75)
    const point = { kind: 'training' as const, started: [], completed: trackerIds, programCompleted: false }
    await world.run((activities) =>
      activities.writeStatuses({ programId, studentId, run: 1, point, at: new Date().toISOString() }),
    )
    await addLesson()
    assert.ok((await sweep()).includes(studentId))
    assert.equal(await overallOf(studentId), 60)
    assert.equal((await oneRow(trackersOf(world, studentId))).status, 'completed')
    const { completedCourses } = await oneRow(world.direct.read(Student, [studentId], ['completedCourses']))
    assert.equal(completedCourses, 1)
    await world.direct.write(Slide, course.lessons.slice(3), { isPublished: false })
    assert.ok((await sweep()).includes(studentId))
    assert.equal(await overallOf(studentId), 75)
  })

  it('notices that the course was archived, although nothing of theirs has changed', async () => {
    const { studentId } = await enroll()
    await sweep()
    assert.deepEqual(await sweep(), [])
    await world.direct.write(Channel, [course.channelId], { active: false })
    assert.ok((await sweep()).includes(studentId))
    const { faults } = await snapshotOf(studentId)
    assert.deepEqual(faults, [
      { record: 'course', state: 'archived', courseIntegrationIds: [course.courseIntegrationId] },
    ])
    await world.direct.write(Channel, [course.channelId], { active: true })
    assert.ok((await sweep()).includes(studentId))
    assert.equal((await snapshotOf(studentId)).faults, undefined)
  })

  it('keeps their progress when the membership is archived, and goes on when it is granted again', async () => {
    const { studentId, partnerId } = await enroll()
    await learn(world, partnerId, course.lessons.slice(0, 2))
    await sweep()
    const memberships = await membershipsOf(partnerId)
    await world.direct.write(Membership, memberships, { active: false })
    assert.deepEqual(await sweep(), [studentId])
    assert.equal((await numbersOf(studentId)).membership, 'archived')
    assert.equal(await overallOf(studentId), 50)
    const courseIntegrationIds = [course.courseIntegrationId]
    await world.run((activities) =>
      activities.grantAccess({ programId, studentId, run: 1, partnerId, courseIntegrationIds }),
    )
    assert.deepEqual(await membershipsOf(partnerId), memberships)
    await learn(world, partnerId, course.lessons.slice(2, 3))
    assert.deepEqual(await sweep(), [studentId])
    assert.equal((await numbersOf(studentId)).membership, 'active')
    assert.equal(await overallOf(studentId), 75)
  })

  it('keeps what they had when they leave the course, also where Odoo forgets it', async () => {
    const { studentId, partnerId } = await enroll()
    await learn(world, partnerId, course.lessons)
    await sweep()
    const memberships = await membershipsOf(partnerId)
    await world.direct.write(Membership, memberships, { active: false })
    assert.deepEqual(await sweep(), [studentId])
    assert.equal(await overallOf(studentId), 100)
    await world.direct.call(Membership, 'unlink', memberships)
    await syncStudents(world, [studentId])
    assert.equal((await numbersOf(studentId)).membership, 'gone')
    assert.equal(await overallOf(studentId), 100)
  })

  it('goes on with the same person when their email address or phone number is changed', async () => {
    const { studentId, partnerId } = await enroll()
    await learn(world, partnerId, course.lessons.slice(0, 1))
    await sweep()
    const before = await snapshotOf(studentId)
    await world.direct.write(Student, [studentId], { email: `corrected.${unique()}@example.org` })
    assert.deepEqual(await sweep(), [studentId])
    // The contact follows, and that is no news.
    await world.direct.write(Student, [studentId], { phone: '+966 50 000 0000' })
    assert.deepEqual(await sweep(), [studentId])
    assert.equal((await oneRow(world.direct.read(Partner, [partnerId], ['phone']))).phone, '+966 50 000 0000')
    assert.deepEqual(await sweep(), [])
    await learn(world, partnerId, course.lessons.slice(1, 2))
    assert.deepEqual(await sweep(), [studentId])
    assert.equal(await overallOf(studentId), 50)
    const after = await snapshotOf(studentId)
    assert.deepEqual([before.faults, after.faults], [undefined, undefined])
    const student = await oneRow(world.direct.read(Student, [studentId], ['partner']))
    assert.equal(student.partner, partnerId)
  })
})
