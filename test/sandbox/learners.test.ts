import { strict as assert } from 'node:assert'
import { create } from '../../sandbox/odoo/orm/records.js'
import { startLearners } from '../../sandbox/learners/learners.js'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'
import { waitFor } from '../support/wait-for.js'

const ADMIN = 2

interface MembershipRow {
  readonly partner_id: number
  readonly member_status: string
  readonly completion: number
}

describe('learners in the sandbox', () => {
  let odoo: TestOdoo
  before(async () => {
    odoo = await sandboxOdoo()
  })
  after(() => odoo.close())

  const memberships = (course: number) =>
    odoo.sql<MembershipRow>(
      'SELECT partner_id, member_status, completion FROM slide_channel_partner WHERE channel_id = $1 AND partner_id > 11 ORDER BY partner_id',
      [course],
    )

  const enroll = (course: number, count: number) =>
    odoo.act(ADMIN, async (env) => {
      const sudo = { ...env, superuser: true }
      const names = Array.from({ length: count }, (_, place) => ({ name: `Learner ${place}` }))
      const partners = await create(sudo, 'res.partner', names)
      await create(
        sudo,
        'slide.channel.partner',
        partners.map((partner_id) => ({ channel_id: course, partner_id })),
      )
    })

  it('finish the course, except those who drop out half-way', async () => {
    await enroll(1, 9)
    const learners = startLearners({ sandbox: odoo, secondsPerLesson: 0.05 })
    await waitFor(
      'eight learners have completed the course',
      async () =>
        (await memberships(1)).filter(({ member_status }) => member_status === 'completed').length === 8,
    )
    await learners.close()
    const [dropout] = (await memberships(1)).filter(({ member_status }) => member_status !== 'completed')
    assert.ok(dropout)
    assert.equal(dropout.partner_id % 9, 4)
    assert.equal(dropout.completion, 60)
  })

  it('rate a course that they have completed, two in three of them', async () => {
    const completed = (await memberships(1)).filter(({ member_status }) => member_status === 'completed')
    const ratings = await odoo.sql<{ partner_id: number; rating: number }>(
      "SELECT partner_id, rating FROM rating_rating WHERE res_model = 'slide.channel' AND res_id = 1 ORDER BY partner_id",
    )
    assert.deepEqual(
      ratings.map(({ partner_id }) => partner_id),
      completed.flatMap(({ partner_id }) => (partner_id % 3 === 0 ? [] : [partner_id])),
    )
    assert.ok(ratings.every(({ rating }) => rating >= 3 && rating <= 5))
  })

  it('repeat a lesson once if their id says so', async () => {
    const rows = await odoo.sql<{ partner_id: number; completed: boolean }>(
      'SELECT partner_id, completed FROM slide_slide_partner WHERE quiz_attempts_count = 1',
    )
    assert.ok(rows.length > 0)
    assert.ok(rows.every(({ partner_id, completed }) => partner_id % 7 === 3 && completed))
  })

  it('pass the final test of a course', async () => {
    await enroll(2, 1)
    const learners = startLearners({ sandbox: odoo, secondsPerLesson: 0.05 })
    await waitFor('all learners have completed the course', async () =>
      (await memberships(2)).every(({ member_status }) => member_status === 'completed'),
    )
    await learners.close()
    const attempts = await odoo.sql('SELECT 1 FROM survey_user_input WHERE scoring_success AND state = $1', [
      'done',
    ])
    assert.equal(attempts.length, 1)
  })

  it('get the sessions and the graded homework that their course requires', async () => {
    await odoo.act(ADMIN, (env) =>
      create({ ...env, superuser: true }, 'gr.progress.tracker', [
        { student_id: 1, course_integration_id: 2 },
      ]),
    )
    const learners = startLearners({ sandbox: odoo, secondsPerLesson: 0.05 })
    const counts = async () => {
      const [row] = await odoo.sql<{ sessions: number; homework: number }>(
        `SELECT (SELECT count(*)::int FROM gr_course_session WHERE student_id = 1 AND state = 'completed') AS sessions,
           (SELECT count(*)::int FROM gr_homework_attempt WHERE student_id = 1 AND state = 'graded') AS homework`,
      )
      return row ?? { sessions: 0, homework: 0 }
    }
    await waitFor('two sessions and one homework', async () => {
      const { sessions, homework } = await counts()
      return sessions >= 2 && homework >= 1
    })
    await learners.close()
    assert.deepEqual(await counts(), { sessions: 2, homework: 1 })
  })
})
