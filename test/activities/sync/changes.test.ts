import assert from 'node:assert/strict'
import {
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  Membership,
  ProgressTracker,
  Student,
} from '../../../src/odoo/schema/index.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
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

  const find = (pageSize = 200) => world.run((activities) => activities.findChanges({ pageSize }))
  /** A whole tick; answers the students it was about. */
  async function sweep(): Promise<number[]> {
    const { pages, cursor } = await find()
    for (const studentIds of pages) await world.run((activities) => activities.syncPage({ studentIds }))
    await world.run((activities) => activities.keepCursor({ cursor }))
    return pages.flat()
  }

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

  it('finds all students the first time, in pages by rising id', async () => {
    const fresh = await openActivities({ temporal: await temporalServer() })
    try {
      const students: number[] = []
      for (let one = 0; one < 3; one += 1) students.push(await makeStudent(fresh))
      const { pages } = await fresh.run((activities) => activities.findChanges({ pageSize: 2 }))
      assert.deepEqual(
        pages.flat(),
        [...pages.flat()].sort((a, b) => a - b),
      )
      assert.ok(students.every((id) => pages.flat().includes(id)))
      assert.ok(pages.every((page) => page.length <= 2))
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
  for (const [what, change] of cases) {
    it(`finds the student once after ${what}`, async () => {
      const learner = await enrollLearner(world, programId, [course])
      await sweep()
      await change(learner)
      assert.deepEqual(await sweep(), [learner.studentId])
      assert.deepEqual(await sweep(), [])
    })
  }

  it('finds all students when a course of a program changes, until that sweep is done', async () => {
    await sweep()
    await world.direct.write(CourseIntegration, [course.courseIntegrationId], { completionThreshold: 60 })
    const everybody = (await find()).pages.flat()
    assert.ok(everybody.length > 3)
    // The tick did not come to its end: the next one finds them again.
    assert.deepEqual((await find()).pages.flat(), everybody)
    await sweep()
    assert.deepEqual(await sweep(), [])
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
    const first = await find()
    assert.deepEqual(first.pages, [[studentId]])
    // The worker dies here, and the cursor is kept all the same: nothing says that the row is
    // known.
    await world.run((activities) => activities.keepCursor({ cursor: first.cursor }))
    assert.deepEqual(await sweep(), [studentId])
    await world.direct.write(CourseSession, [session], { state: 'cancelled' })
    assert.deepEqual(await sweep(), [studentId])
  })

  it('only moves the cursor forward, by Odoo’s clock', async () => {
    world.setClock('2040-01-01T00:00:00Z')
    const { cursor } = await find()
    world.setClock(null)
    assert.ok(Math.abs(Date.parse(cursor) - Date.now()) < 60_000)
    await world.run((activities) => activities.keepCursor({ cursor }))
    await world.run((activities) => activities.keepCursor({ cursor: '2020-01-01T00:00:00.000Z' }))
    const row = await world.store.db.selectFrom('sync_cursor').select('position').executeTakeFirstOrThrow()
    assert.equal(row.position?.toISOString(), cursor)
  })
})
