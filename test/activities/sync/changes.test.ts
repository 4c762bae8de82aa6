import assert from 'node:assert/strict'
import {
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  Membership,
  ProgressTracker,
  Student,
  SurveyAttempt,
  TrainingProgram,
} from '../../../src/odoo/schema/index.js'
import { knownVersions } from '../../../src/store/known-versions.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, sweepOnce } from './sweeping.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeGradedHomework,
  makeHeldSession,
  makeProgram,
  makeStudent,
  oneRow,
  unique,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'

describe('The sweep over changes', () => {
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
    // Nobody applies by herself: this is about finding, not about telling.
    programId = await makeProgram(world, { status: 'draft' })
    course = await makeCourse(world, programId, { lessons: 4 })
    for (let one = 0; one < 3; one += 1) await makeStudent(world)
    await sweep()
  })
  after(() => world.close())

  const find = () => findStudents(world)
  const sweep = () => sweepOnce(world)

  it('finds nothing when nothing has changed, with as many calls for more students', async () => {
    await sweep()
    world.calls.length = 0
    assert.deepEqual(await sweep(), [])
    const price = [...world.calls]
    for (let one = 0; one < 10; one += 1) await makeStudent(world)
    await sweep()
    world.calls.length = 0
    assert.deepEqual(await sweep(), [])
    assert.deepEqual(world.calls, price)
    assert.equal(price.length, 10)
  })

  it('makes at most four calls on average, because it reads quiet models only every few minutes', async () => {
    const usual = await openActivities({
      temporal: await temporalServer(),
      env: { SWEEP_QUIET_SECONDS: '240' },
    })
    try {
      const ticks = 16
      for (let tick = 0; tick <= ticks; tick += 1) {
        await sweepOnce(usual)
        // Half a minute passes.
        await usual.store.pool.query("update sync_cursor set position = position - interval '30 seconds'")
        if (tick === 0) usual.calls.length = 0
      }
      assert.ok(usual.calls.length <= 4 * ticks, `${usual.calls.length} calls`)
      assert.ok(usual.calls.includes('searchRead gr.homework.attempt'))
    } finally {
      await usual.close()
    }
  })

  it('finds all students the first time, and goes on where it was after being killed', async () => {
    const fresh = await openActivities({ temporal: await temporalServer() })
    try {
      const students: number[] = []
      for (let one = 0; one < 3; one += 1) students.push(await makeStudent(fresh))
      await fresh.store.db
        .insertInto('sync_cursor')
        .values({
          model: Student.name,
          position: null,
          scan_started: '2026-01-01T00:00:00Z',
          scan_after: students[0]!,
        })
        .execute()
      assert.deepEqual(await findStudents(fresh), students.slice(1))
      const row = await fresh.store.db
        .selectFrom('sync_cursor')
        .selectAll()
        .where('model', '=', Student.name)
        .executeTakeFirstOrThrow()
      // What has changed since the search began is searched for again.
      assert.equal(row.position?.toISOString(), '2026-01-01T00:00:00.000Z')
      assert.deepEqual([row.scan_started, row.scan_after], [null, null])
    } finally {
      await fresh.close()
    }
  })

  const cases: [string, (learner: { studentId: number; partnerId: number }) => Promise<unknown>][] = [
    [
      'a changed fact of the student',
      ({ studentId }) => world.direct.write(Student, [studentId], { englishLevel: 'advanced' }),
    ],
    ['a completed lesson', ({ partnerId }) => learn(world, partnerId, course.lessons.slice(0, 1))],
    ['a held session', ({ studentId }) => makeHeldSession(world, studentId)],
    ['graded homework', ({ studentId }) => makeGradedHomework(world, studentId)],
    [
      'a requested document',
      ({ studentId }) =>
        world.direct.create(DocumentRequest, { student: studentId, documentType: 'passport' }),
    ],
    [
      'an archived membership',
      async ({ partnerId }) => {
        const [row] = await world.direct.searchRead(Membership, [['partner', '=', partnerId]], [])
        await world.direct.call(Membership, 'action_archive', [row!.id])
      },
    ],
  ]
  it('reads the memberships of everybody once after the first sweep, and then only what is new', async () => {
    const fresh = await openActivities({ temporal: await temporalServer() })
    try {
      const { store, direct } = fresh
      const program = await makeProgram(fresh, { status: 'draft' })
      const joined = await makeCourse(fresh, program, { lessons: 4 })
      const learner = await enrollLearner(fresh, program, [joined])
      await enrollLearner(fresh, program, [joined])
      const stranger = await makeContact(fresh, `${unique()}@example.org`)
      await direct.create(Membership, { channel: joined.channelId, partner: stranger })
      for (const table of ['slide_channel_partner', 'gr_progress_tracker', 'gr_student'])
        await fresh.sql?.(`UPDATE ${table} SET write_date = '2020-01-01'`)
      await sweepOnce(fresh)
      // Nothing asks for them, and Odoo may have no surveys.
      assert.ok(!fresh.calls.includes(`searchRead ${SurveyAttempt.name}`))
      await learn(fresh, learner.partnerId, joined.lessons.slice(0, 1))
      await sweepOnce(fresh)
      const strangers = await direct.searchRead(Membership, [['partner', '=', stranger]], [])
      const known = await knownVersions(
        store,
        Membership.name,
        strangers.map(({ id }) => id),
      )
      assert.equal(known.size, 1)
      for (const model of [Student, ProgressTracker, Membership]) {
        const newest = await oneRow(
          direct.searchRead<typeof model, never>(model, [], [], { order: 'id desc', limit: 1 }),
        )
        const { last_id: lastId } = await store.db
          .selectFrom('sync_cursor')
          .select('last_id')
          .where('model', '=', model.name)
          .executeTakeFirstOrThrow()
        assert.equal(lastId, newest.id, model.name)
      }
    } finally {
      await fresh.close()
    }
  })

  for (const [what, change] of cases) {
    it(`finds the student once after ${what}`, async () => {
      const learner = await enrollLearner(world, programId, [course])
      await sweep()
      await change(learner)
      assert.deepEqual(await sweep(), [learner.studentId])
      assert.deepEqual(await sweep(), [])
    })
  }

  describe('after a program or course was edited', () => {
    let other: MadeCourse
    let learner: number
    let stranger: number
    beforeEach(async () => {
      const elsewhere = await makeProgram(world, { status: 'draft' })
      other = await makeCourse(world, elsewhere)
      learner = (await enrollLearner(world, programId, [course])).studentId
      stranger = (await enrollLearner(world, elsewhere, [other])).studentId
      await sweep()
    })

    it('finds the students of a course, until that sweep is done', async () => {
      await world.direct.write(CourseIntegration, [course.courseIntegrationId], {
        completionThreshold: 60 + (learner % 30),
      })
      const found = await find()
      assert.ok(found.includes(learner))
      assert.ok(!found.includes(stranger))
      await sweep()
      assert.deepEqual(await sweep(), [])
    })

    it('finds the students of a program', async () => {
      await world.direct.write(TrainingProgram, [programId], { durationWeeks: 13 + (learner % 30) })
      const found = await sweep()
      assert.ok(found.includes(learner))
      assert.ok(!found.includes(stranger))
      assert.deepEqual(await sweep(), [])
    })

    it('finds those who prefer one of its courses', async () => {
      const fan = await makeStudent(world, { preferredCourseIntegration: other.courseIntegrationId })
      await sweep()
      await world.direct.write(CourseIntegration, [other.courseIntegrationId], { completionThreshold: 55 })
      assert.deepEqual(await sweep(), [stranger, fan])
    })

    it('finds those who may apply now that a program is open to everyone', async () => {
      const opened = await makeProgram(world, { status: 'draft' })
      const applicant = await makeStudent(world)
      const finished = await makeStudent(world, { state: 'certified' })
      await sweep()
      await world.direct.write(TrainingProgram, [opened], { status: 'active' })
      const found = await sweep()
      assert.ok(found.includes(applicant))
      assert.ok(!found.includes(finished))
      await world.direct.write(TrainingProgram, [opened], { status: 'draft' })
      await sweep()
    })
  })

  it('ignores a new write date without a change, and the orchestrator’s own writes', async () => {
    const { studentId } = await enrollLearner(world, programId, [course])
    await sweep()
    await world.direct.write(Student, [studentId], {})
    await world.direct.write(CourseIntegration, [course.courseIntegrationId], {})
    await world.run((activities) =>
      activities.writeStatuses({
        programId,
        studentId,
        run: 1,
        point: { kind: 'enrolled' as const },
        at: new Date().toISOString(),
      }),
    )
    assert.deepEqual(await sweep(), [])
  })

  it('finds a student whose statuses somebody has moved back behind what the orchestrator wrote', async () => {
    const { studentId } = await enrollLearner(world, programId, [course])
    const point = { kind: 'enrolled' as const }
    await world.run((activities) =>
      activities.writeStatuses({ programId, studentId, run: 1, point, at: new Date().toISOString() }),
    )
    await sweep()
    await world.direct.write(Student, [studentId], { state: 'draft' })
    assert.deepEqual(await sweep(), [studentId])
    await world.direct.write(Student, [studentId], { state: 'certified' })
    assert.deepEqual(await sweep(), [])
  })

  it('finds numbers that somebody has overwritten, and writes them again', async () => {
    const { studentId, partnerId, trackerIds } = await enrollLearner(world, programId, [course])
    await learn(world, partnerId, course.lessons.slice(0, 1))
    await sweep()
    const numbers = async () => {
      const tracker = await oneRow(
        world.direct.read(ProgressTracker, trackerIds, ['elearningProgress', 'overallProgress']),
      )
      const student = await oneRow(
        world.direct.read(Student, [studentId], ['elearningProgress', 'completedCourses']),
      )
      return [
        tracker.elearningProgress,
        tracker.overallProgress,
        student.elearningProgress,
        student.completedCourses,
      ]
    }
    const right = await numbers()
    assert.ok((right[0] ?? 0) > 0)
    assert.deepEqual(await sweep(), [])
    for (let times = 1; times <= 2; times++) {
      await world.direct.write(ProgressTracker, trackerIds, { elearningProgress: 3, overallProgress: 100 })
      assert.deepEqual(await sweep(), [studentId])
      await world.direct.write(Student, [studentId], { elearningProgress: 99, completedCourses: 7 })
      assert.deepEqual(await sweep(), [studentId])
      assert.deepEqual(await numbers(), right)
    }
    assert.deepEqual(await sweep(), [])
  })

  it('ignores contacts that are not students', async () => {
    await sweep()
    const stranger = await makeContact(world, `${unique()}@example.org`)
    await world.direct.create(Membership, { channel: course.channelId, partner: stranger })
    assert.deepEqual(await sweep(), [])
  })

  it('finds a change again until its page is done, and also one that was committed late, within the overlap', async () => {
    const studentId = await makeStudent(world)
    await sweep()
    const session = await makeHeldSession(world, studentId)
    assert.deepEqual(await find(), [studentId])
    // The cursors have moved, but nothing says that the row is known.
    await world.store.db.deleteFrom('changed_student').execute()
    assert.deepEqual(await sweep(), [studentId])
    await world.direct.write(CourseSession, [session], { state: 'cancelled' })
    assert.deepEqual(await sweep(), [studentId])
  })

  it('moves the cursors by Odoo’s clock, not by ours', async () => {
    world.setClock('2040-01-01T00:00:00Z')
    await find()
    world.setClock(null)
    const rows = await world.store.db.selectFrom('sync_cursor').select('position').execute()
    for (const { position } of rows) assert.ok(Math.abs((position?.getTime() ?? 0) - Date.now()) < 60_000)
  })
})
