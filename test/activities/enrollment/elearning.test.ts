import assert from 'node:assert/strict'
import {
  Channel,
  CourseIntegration,
  Membership,
  Partner,
  ProgressTracker,
} from '../../../src/odoo/schema/index.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import {
  learn,
  makeCourse,
  makeLearner,
  makeProgram,
  trackersOf,
  type MadeCourse,
} from '../../support/odoo-records.js'

describe('Access to courses', () => {
  let world: ActivityFixture
  let programId: number
  before(async () => {
    world = await openActivities()
    programId = await makeProgram(world)
  })
  after(() => world.close())

  const grantAccess = (
    learner: { studentId: number; partnerId: number },
    ...courses: readonly Pick<MadeCourse, 'courseIntegrationId'>[]
  ) =>
    world.run((activities) =>
      activities.grantAccess({
        programId,
        run: 1,
        ...learner,
        courseIntegrationIds: courses.map(({ courseIntegrationId }) => courseIntegrationId),
      }),
    )
  const membershipsOf = (partnerId: number) =>
    world.direct.searchRead(
      Membership,
      [['partner', '=', partnerId]],
      ['channel', 'active', 'completion', 'memberStatus'],
      { archived: true },
    )

  it('is granted for several courses at once and read back', async () => {
    const learner = await makeLearner(world)
    const courses = [
      await makeCourse(world, programId),
      await makeCourse(world, programId, { channel: { enroll: 'invite', visibility: 'members' } }),
    ]
    const grants = await grantAccess(learner, ...courses)
    const memberships = await membershipsOf(learner.partnerId)
    assert.deepEqual(
      grants,
      courses.map(({ courseIntegrationId, channelId }) => ({
        courseIntegrationId,
        granted: true,
        membershipId: memberships.find(({ channel }) => channel === channelId)?.id,
      })),
    )
  })

  it('is not given back to an adopted student who has left the course', async () => {
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId)
    await grantAccess(learner, course)
    const [membership] = await membershipsOf(learner.partnerId)
    await world.direct.write(Membership, [membership?.id ?? 0], { active: false })
    const [grant] = await world.run((activities) =>
      activities.grantAccess({
        programId,
        run: 1,
        ...learner,
        courseIntegrationIds: [course.courseIntegrationId],
        keepArchived: true,
      }),
    )
    assert.match(grant?.granted === false ? grant.instructions : '', /archived: they left/)
    assert.equal((await membershipsOf(learner.partnerId))[0]?.active, false)
  })

  it('is not written when the learner already has it', async () => {
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId)
    const first = await grantAccess(learner, course)
    world.calls.length = 0
    assert.deepEqual(await grantAccess(learner, course), first)
    assert.deepEqual(world.writes(), [])
    assert.equal(world.calls.length, 4)
  })

  it('is reopened on the archived membership of a learner who had left, with their progress', async () => {
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId, { lessons: 2 })
    const [before] = await grantAccess(learner, course)
    await learn(world, learner.partnerId, course.lessons.slice(0, 1))
    const [membership] = await membershipsOf(learner.partnerId)
    await world.direct.call(Membership, 'action_archive', [membership!.id])
    assert.deepEqual(await grantAccess(learner, course), [before])
    assert.deepEqual(
      (await membershipsOf(learner.partnerId)).map(({ active, completion }) => [active, completion]),
      [[true, 50]],
    )
  })

  it('is granted to some courses although others cannot be opened', async () => {
    const learner = await makeLearner(world)
    const open = await makeCourse(world, programId)
    const archived = await makeCourse(world, programId)
    const hidden = await makeCourse(world, programId, { channel: { isPublished: false } })
    const closed = await makeCourse(world, programId, { integration: { status: 'archived' } })
    await world.direct.write(Channel, [archived.channelId], { active: false })
    const grants = await grantAccess(learner, archived, open, hidden, closed)
    assert.deepEqual(
      grants.map(({ granted }) => granted),
      [false, true, false, false],
    )
    const todos = grants.map((grant) => (grant.granted ? '' : grant.instructions))
    assert.match(todos[0]!, /archived.*Restore/)
    assert.match(todos[2]!, /Publish/)
    assert.match(todos[3]!, /not active/)
    assert.equal((await membershipsOf(learner.partnerId)).length, 1)
  })

  it('is left to a person for a course that is for sale', async function () {
    // Neither server has the shop whose module adds the policy.
    if (!world.sql) this.skip()
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId)
    await world.sql('update slide_channel set enroll = $1 where id = $2', ['payment', course.channelId])
    const [grant] = await grantAccess(learner, course)
    assert.ok(grant && !grant.granted)
    assert.match(grant.instructions, /for sale/)
    assert.deepEqual(await membershipsOf(learner.partnerId), [])
  })

  it('is not granted to an archived contact, although Odoo would grant it', async () => {
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId)
    await world.direct.write(Partner, [learner.partnerId], { active: false })
    const [grant] = await grantAccess(learner, course)
    assert.ok(grant && !grant.granted)
    assert.match(grant.instructions, /contact.*archived/)
    assert.deepEqual(await membershipsOf(learner.partnerId), [])
  })

  it('is granted once although the response is lost, and by four calls at once', async () => {
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId)
    world.loseAnswers(1)
    await assert.rejects(grantAccess(learner, course), { type: 'OdooUnavailable' })
    await Promise.all([1, 2, 3, 4].map(() => grantAccess(learner, course)))
    assert.equal((await membershipsOf(learner.partnerId)).length, 1)
  })

  it('is one membership after four calls at once for a new learner', async () => {
    const learner = await makeLearner(world)
    const course = await makeCourse(world, programId)
    const grants = await Promise.all([1, 2, 3, 4].map(() => grantAccess(learner, course)))
    const [membership, ...more] = await membershipsOf(learner.partnerId)
    assert.deepEqual(more, [])
    for (const [grant] of grants) assert.equal(grant?.granted && grant.membershipId, membership?.id)
  })
})

describe('Progress trackers', () => {
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    world = await openActivities()
    programId = await makeProgram(world)
    course = await makeCourse(world, programId)
  })
  after(() => world.close())

  async function enrolled() {
    const learner = await makeLearner(world)
    const [grant] = await world.run((activities) =>
      activities.grantAccess({
        programId,
        run: 1,
        ...learner,
        courseIntegrationIds: [course.courseIntegrationId],
      }),
    )
    if (!grant?.granted) assert.fail('no access')
    const { membershipId } = grant
    const ensure = () =>
      world.run((activities) =>
        activities.ensureTrackers({
          programId,
          run: 1,
          studentId: learner.studentId,
          memberships: [{ courseIntegrationId: course.courseIntegrationId, membershipId }],
        }),
      )
    return { ...learner, membershipId, ensure }
  }

  it('are created with their membership, and found again', async () => {
    const { studentId, membershipId, ensure } = await enrolled()
    const made = await ensure()
    const [tracker, ...more] = await trackersOf(world, studentId)
    assert.deepEqual(more, [])
    assert.deepEqual(made, [{ courseIntegrationId: course.courseIntegrationId, trackerId: tracker?.id }])
    assert.equal(tracker?.elearningEnrollment, membershipId)
    assert.equal(tracker.status, 'not_started')
    world.calls.length = 0
    assert.deepEqual(await ensure(), made)
    assert.deepEqual(world.calls, ['searchRead gr.progress.tracker'])
  })

  it('contain the date of enrollment', async () => {
    const { ensure } = await enrolled()
    world.setClock('2026-03-15T09:00:00Z')
    const [made] = await ensure().finally(() => world.setClock(null))
    const [tracker] = await world.direct.read(ProgressTracker, [made?.trackerId ?? 0], ['enrollmentDate'])
    assert.equal(tracker?.enrollmentDate, '2026-03-15T09:00:00Z')
  })

  it('are adopted if the suite’s wizard created them without a membership', async () => {
    const { studentId, membershipId, ensure } = await enrolled()
    const byWizard = await world.direct.create(ProgressTracker, {
      student: studentId,
      courseIntegration: course.courseIntegrationId,
    })
    assert.deepEqual(await ensure(), [
      { courseIntegrationId: course.courseIntegrationId, trackerId: byWizard },
    ])
    const trackers = await trackersOf(world, studentId)
    assert.deepEqual(
      trackers.map(({ id, elearningEnrollment }) => [id, elearningEnrollment]),
      [[byWizard, membershipId]],
    )
  })

  it('are created once although responses are lost after the commit', async () => {
    const { studentId, ensure } = await enrolled()
    world.loseAnswers(1)
    await assert.rejects(ensure(), { type: 'OdooUnavailable' })
    await ensure()
    assert.equal((await trackersOf(world, studentId)).length, 1)
  })

  it('are created once by four calls at once', async () => {
    const { studentId, ensure } = await enrolled()
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => ensure()))
    // Odoo may be busy for some; a retry finds what the first one made.
    for (const result of results) {
      if (result.status === 'rejected') assert.equal((result.reason as { type?: string }).type, 'OdooBusy')
    }
    await ensure()
    assert.equal((await trackersOf(world, studentId)).length, 1)
  })

  it('are left alone once staff have moved them to another student or course', async () => {
    const { studentId, membershipId, ensure } = await enrolled()
    const other = await enrolled()
    const [made] = await ensure()
    const moved = made!.trackerId
    await world.direct.write(ProgressTracker, [moved], { student: other.studentId, status: 'in_progress' })
    const [second] = await ensure()
    assert.notEqual(second!.trackerId, moved)
    assert.deepEqual(await ensure(), [second])
    const [row] = await trackersOf(world, other.studentId)
    assert.deepEqual([row?.id, row?.status], [moved, 'in_progress'])

    const elsewhere = await makeCourse(world, programId)
    await world.direct.write(ProgressTracker, [second!.trackerId], {
      courseIntegration: elsewhere.courseIntegrationId,
    })
    const [third] = await ensure()
    assert.ok(![moved, second!.trackerId].includes(third!.trackerId))
    const trackers = await trackersOf(world, studentId)
    assert.deepEqual(
      trackers.map(({ id, courseIntegration }) => [id, courseIntegration]),
      [
        [second!.trackerId, elsewhere.courseIntegrationId],
        [third!.trackerId, course.courseIntegrationId],
      ],
    )
    assert.equal(trackers[1]?.elearningEnrollment, membershipId)
  })

  it('are created again after staff have deleted them', async () => {
    const { studentId, ensure } = await enrolled()
    const [made] = await ensure()
    await world.direct.call(ProgressTracker, 'unlink', [made!.trackerId])
    const [second] = await ensure()
    assert.deepEqual(
      (await trackersOf(world, studentId)).map(({ id }) => id),
      [second!.trackerId],
    )
  })

  it('are not created for a course integration that no longer exists', async () => {
    const { studentId, membershipId } = await enrolled()
    const other = await makeCourse(world, programId)
    await world.direct.call(CourseIntegration, 'unlink', [other.courseIntegrationId])
    const memberships = [{ courseIntegrationId: other.courseIntegrationId, membershipId }]
    await assert.rejects(
      world.run((activities) => activities.ensureTrackers({ programId, studentId, run: 1, memberships })),
      {
        nonRetryable: true,
      },
    )
  })
})
