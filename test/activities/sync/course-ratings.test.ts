import assert from 'node:assert/strict'
import { Channel } from '../../../src/odoo/schema/index.js'
import { ratingsIn } from '../../../src/store/course-ratings.js'
import { makeCourse, makeProgram, makeStudent, type MadeCourse } from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { type ActivityFixture, openActivities } from '../activity-fixture.js'
import { sweepOnce } from './sweeping.js'

describe('Ratings of courses', () => {
  let world: ActivityFixture
  let course: MadeCourse
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
    course = await makeCourse(world, await makeProgram(world, { status: 'draft' }))
    await makeStudent(world)
    await sweepOnce(world)
    await sweepOnce(world)
  })
  after(() => world.close())

  const rate = (stars: number, more: { consumed?: boolean; internal?: boolean } = {}) =>
    world.sql?.(
      `INSERT INTO rating_rating (res_model, res_id, rating, consumed, is_internal)
       VALUES ('slide.channel', $1, $2, $3, $4)`,
      [course.channelId, stars, more.consumed ?? true, more.internal ?? false],
    )
  const known = async () =>
    (await ratingsIn(world.store, { from: '2000-01-01', to: '2999-12-31' })).map(({ average, count }) => [
      average,
      count,
    ])

  it('are read with the courses, at no call of their own, and concern no student', async () => {
    assert.deepEqual(await known(), [])
    world.calls.length = 0
    await sweepOnce(world)
    const price = [...world.calls]
    await rate(5)
    await rate(4)
    // Asked for but not given, and not published.
    await rate(1, { consumed: false })
    await rate(1, { internal: true })
    world.calls.length = 0
    assert.deepEqual(await sweepOnce(world), [])
    assert.deepEqual(world.calls, price)
    assert.deepEqual(await known(), [[4.5, 2]])
  })

  it('keep one row per day: yesterday stays as it was', async () => {
    await world.store.pool.query(`update course_rating set day = day - 1`)
    await rate(3)
    await sweepOnce(world)
    const { rows } = await world.store.pool.query<{ average: number; count: number }>(
      'select average, count from course_rating order by day',
    )
    assert.deepEqual(rows, [
      { average: 4.5, count: 2 },
      { average: 4, count: 3 },
    ])
  })

  it('have the present title of the course', async () => {
    await world.direct.write(Channel, [course.channelId], { name: 'Another title' })
    await sweepOnce(world)
    const [last] = await ratingsIn(world.store, { from: '2000-01-01', to: '2999-12-31' })
    assert.equal(last?.title, 'Another title')
  })
})
