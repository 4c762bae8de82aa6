import assert from 'node:assert/strict'
import { Membership, SlideProgress } from '../../../src/odoo/schema/index.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { makeCourse, makeLearner, makeProgram, oneRow } from '../../support/odoo-records.js'

describe('Content marked as completed for a learner', () => {
  let world: ActivityFixture
  let programId: number
  before(async () => {
    world = await openActivities()
    programId = await makeProgram(world)
  })
  after(() => world.close())

  async function learner(lessons = 4) {
    const course = await makeCourse(world, programId, { lessons })
    const { studentId, partnerId } = await enrollLearner(world, programId, [course])
    const mark = (slideIds: readonly number[] | 'all') =>
      world.run((activities) =>
        activities.markContentCompleted({
          programId,
          studentId,
          courseIntegrationId: course.courseIntegrationId,
          slideIds,
        }),
      )
    const completion = async () =>
      (await oneRow(world.direct.searchRead(Membership, [['partner', '=', partnerId]], ['completion'])))
        .completion
    return { course, partnerId, mark, completion }
  }

  it('raises the learner’s completion, also for lessons that were opened before', async () => {
    const { course, partnerId, mark, completion } = await learner()
    const [first, second] = course.lessons
    await world.direct.create(SlideProgress, { slide: first!, partner: partnerId, completed: false })
    assert.deepEqual(await mark([first!, second!]), { marked: 2 })
    assert.equal(await completion(), 50)
    assert.deepEqual(await mark('all'), { marked: 4 })
    assert.equal(await completion(), 100)
  })

  it('is marked once although the response is lost', async () => {
    const { course, partnerId, mark, completion } = await learner(2)
    world.loseAnswers(1)
    await assert.rejects(mark('all'), { type: 'OdooUnavailable' })
    assert.deepEqual(await mark('all'), { marked: 2 })
    assert.equal(await completion(), 100)
    assert.equal(
      await world.direct.count(SlideProgress, [['partner', '=', partnerId]]),
      course.lessons.length,
    )
  })

  it('must belong to the course', async () => {
    const { mark, completion } = await learner()
    const other = await makeCourse(world, programId)
    await assert.rejects(mark(other.lessons), { type: 'BadCommand', nonRetryable: true })
    assert.equal(await completion(), 0)
  })

  it('must belong to a course that the learner has access to', async () => {
    const course = await makeCourse(world, programId)
    const { studentId } = await makeLearner(world)
    await assert.rejects(
      world.run((activities) =>
        activities.markContentCompleted({
          programId,
          studentId,
          courseIntegrationId: course.courseIntegrationId,
          slideIds: 'all' as const,
        }),
      ),
      { type: 'BadCommand' },
    )
  })
})
