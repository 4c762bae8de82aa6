import assert from 'node:assert/strict'
import { CourseIntegration, ProgressTracker, TrainingProgram } from '../../../src/odoo/schema/index.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { noticeCounters } from '../../../src/store/due-counters.js'
import { sweepOnce, syncStudents } from './sweeping.js'
import { makeCourse, makeProgram, oneRow, type MadeCourse } from '../../support/odoo-records.js'

describe('Counters of courses and programs', () => {
  let world: ActivityFixture
  let programId: number
  let courses: [MadeCourse, MadeCourse]
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
  })
  after(() => world.close())
  beforeEach(async () => {
    programId = await makeProgram(world, { status: 'draft' })
    courses = [await makeCourse(world, programId), await makeCourse(world, programId)]
  })

  const writeDue = () => world.run((activities) => activities.writeCounters())
  async function count(courseIntegrationIds: readonly number[] | 'all') {
    await noticeCounters(world.store.db, courseIntegrationIds)
    return writeDue()
  }
  /** A page, then the counters of the courses that it has touched. */
  async function tick(...studentIds: number[]): Promise<number> {
    await syncStudents(world, studentIds)
    return (await writeDue()).written
  }
  const ofCourse = async ({ courseIntegrationId }: MadeCourse) => {
    const fields = ['enrolledStudents', 'completedStudents', 'completionRate'] as const
    const row = await oneRow(world.direct.read(CourseIntegration, [courseIntegrationId], fields))
    return fields.map((name) => row[name])
  }
  const ofProgram = async () => {
    const fields = ['totalCourses', 'enrolledStudents', 'completedStudents', 'completionRate'] as const
    const row = await oneRow(world.direct.read(TrainingProgram, [programId], fields))
    return fields.map((name) => row[name])
  }
  const reach = (status: 'in_progress' | 'completed' | 'certified', ...trackerIds: number[]) =>
    world.direct.write(ProgressTracker, trackerIds, { status })

  it('count, in a course, students who completed it or are certified; in a program, those who completed all courses', async () => {
    const [first, second] = courses
    const both = await enrollLearner(world, programId, courses)
    const certified = await enrollLearner(world, programId, courses)
    const one = await enrollLearner(world, programId, [first])
    await reach('completed', both.trackerIds[0]!, one.trackerIds[0]!)
    await reach('in_progress', both.trackerIds[1]!)
    await reach('certified', ...certified.trackerIds)
    await tick(both.studentId, certified.studentId, one.studentId)
    assert.deepEqual(await ofCourse(first), [3, 3, 100])
    assert.deepEqual(await ofCourse(second), [2, 1, 50])
    assert.deepEqual(await ofProgram(), [2, 3, 1, 33.33])
  })

  it('cost two reads, and are written only if they differ', async () => {
    const { studentId, trackerIds } = await enrollLearner(world, programId, [courses[0]])
    assert.equal(await tick(studentId), 2)
    await reach('completed', ...trackerIds)
    await syncStudents(world, [studentId])
    await world.store.db.deleteFrom('due_counter').execute()
    world.calls.length = 0
    await count([courses[0].courseIntegrationId])
    assert.deepEqual(world.calls, [
      'searchRead gr.course.integration',
      'searchRead gr.training.program',
      'load gr.course.integration',
    ])
    world.calls.length = 0
    assert.deepEqual(await count([courses[0].courseIntegrationId]), { written: 0 })
    assert.equal(world.calls.length, 2)
  })

  it('do not change in courses and programs where nothing has changed', async () => {
    const elsewhere = await makeProgram(world)
    const far = await makeCourse(world, elsewhere)
    await world.direct.write(CourseIntegration, [far.courseIntegrationId], { enrolledStudents: 7 })
    await tick((await enrollLearner(world, programId, courses)).studentId)
    assert.deepEqual(await ofCourse(far), [7, 0, 0])
    await count('all')
    assert.deepEqual(await ofCourse(far), [0, 0, 0])
  })

  it('of a program follow its active courses', async () => {
    const [first, second] = courses
    const { studentId, trackerIds } = await enrollLearner(world, programId, [first])
    await reach('completed', ...trackerIds)
    await tick(studentId)
    assert.deepEqual(await ofProgram(), [2, 1, 0, 0])
    await world.direct.write(CourseIntegration, [second.courseIntegrationId], { status: 'archived' })
    await count('all')
    assert.deepEqual(await ofProgram(), [1, 1, 1, 100])
    await world.direct.write(CourseIntegration, [first.courseIntegrationId], { status: 'archived' })
    await count('all')
    assert.deepEqual(await ofProgram(), [0, 0, 0, 0])
  })

  it('are checked in all programs when a program or course has changed', async () => {
    const find = () => world.run((activities) => activities.findChanges())
    await sweepOnce(world)
    assert.equal((await find()).countersDue, false)
    await world.direct.write(CourseIntegration, [courses[0].courseIntegrationId], { status: 'archived' })
    assert.equal((await find()).countersDue, true)
    assert.deepEqual(
      (await world.store.db.selectFrom('due_counter').select('course_integration_id').execute()).map(
        (row) => row.course_integration_id,
      ),
      [0],
    )
  })

  it('are not a change for the next sweep', async () => {
    await tick((await enrollLearner(world, programId, courses)).studentId)
    await sweepOnce(world)
    await count('all')
    assert.deepEqual(await sweepOnce(world), [])
  })
})
