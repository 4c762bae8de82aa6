import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { type Application, applicationRef } from '../../src/contracts/application.js'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import type { StaffRole } from '../../src/domain/permissions.js'
import { type ApiFixture, newApplication, openApi, openTask, recorded } from './api-fixture.js'

interface Review {
  ref: string
  handling: { assignee: { id: number; name: string } | null; snoozedUntil: string | null }
}
type Send = (method: 'GET' | 'POST', url: string, payload?: object) => Promise<LightMyRequestResponse>

const NADIA = 71
const OMAR = 72
const DAY = 24 * 60 * 60 * 1000

describe('API: who takes care of a task, and when', () => {
  let world: ApiFixture
  let application: Application
  let nadia: Send
  let omar: Send

  before(async () => {
    world = await openApi()
    nadia = await signedIn(NADIA, 'Nadia', 'agent')
    omar = await signedIn(OMAR, 'Omar', 'agent')
  })
  after(() => world.close())
  beforeEach(async () => {
    application = newApplication()
    await world.store.pool.query('truncate transition, flow_state, application_status, task_handling, person')
    await savePeople(world.store.db, [
      {
        studentId: application.studentId,
        name: 'Amal',
        nameArabic: null,
        language: 'ar',
        email: null,
        agentId: NADIA,
      },
    ])
    await recorded(world.store, 'enrollment', application, { task: openTask() })
  })

  async function signedIn(userId: number, name: string, role: StaffRole): Promise<Send> {
    const { store, app } = world
    await saveStaffUsers(store, [
      { userId, login: name, name, language: 'en', roles: [role], checkedAt: new Date() },
    ])
    const cookie = `training_session=${await createSession(store, { kind: 'staff', userId }, new Date())}`
    const { csrfToken } = (await app.inject({ url: '/v1/me', headers: { cookie } })).json<{
      csrfToken: string
    }>()
    return (method, url, payload) =>
      app.inject({
        method,
        url,
        headers: {
          cookie,
          'x-csrf-token': csrfToken,
          ...(url.endsWith('/comments') && { 'idempotency-key': url }),
        },
        ...(payload && { payload }),
      })
  }

  const path = (verb: string) => `/v1/enrollments/${applicationRef(application)}/${verb}`
  const listed = async (who: Send, query = '') =>
    (await who('GET', `/v1/reviews?${query}`)).json<{ reviews: Review[] }>().reviews
  const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)

  it('gives a task to a colleague, who sees the student until it is decided; the student stays with their agent', async () => {
    assert.equal((await omar('GET', `/v1/enrollments/${applicationRef(application)}`)).statusCode, 404)
    const given = await nadia('POST', path('assign'), { assigneeId: OMAR })
    assert.deepEqual(given.json(), { assignee: { id: OMAR, name: 'Omar' }, snoozedUntil: null })
    const [review] = await listed(omar, 'mine=true')
    assert.deepEqual([review?.ref, review?.handling.assignee?.name], [applicationRef(application), 'Omar'])
    assert.equal((await omar('GET', `/v1/enrollments/${applicationRef(application)}`)).statusCode, 200)
    assert.deepEqual([(await listed(nadia, 'mine=true')).length, (await listed(nadia)).length], [0, 1])

    // A task that is opened later is another one.
    await recorded(world.store, 'enrollment', application, { seq: 2, task: null })
    assert.equal((await omar('GET', `/v1/enrollments/${applicationRef(application)}`)).statusCode, 404)
    await recorded(world.store, 'enrollment', application, {
      seq: 3,
      task: openTask({ since: '2026-02-01T00:00:00.000Z' }),
    })
    assert.deepEqual([(await listed(omar)).length, (await listed(nadia, 'mine=true')).length], [0, 1])
  })

  it('takes a task back, and offers only colleagues who decide', async () => {
    await nadia('POST', path('assign'), { assigneeId: OMAR })
    await nadia('POST', path('assign'), { assigneeId: null })
    assert.equal((await listed(nadia, 'mine=true'))[0]?.handling.assignee, null)
    await signedIn(73, 'Tamer', 'teacher')
    const refused = await nadia('POST', path('assign'), { assigneeId: 73 })
    assert.equal(refused.statusCode, 422)
    const { assignees } = (await nadia('GET', '/v1/assignees')).json<{
      assignees: { name: string; openTasks: number }[]
    }>()
    assert.deepEqual(
      assignees.map(({ name, openTasks }) => [name, openTasks]),
      [
        ['Nadia', 1],
        ['Omar', 0],
      ],
    )
  })

  it('lets a task rest until a day, and shows it again on that day', async () => {
    const until = dayFromNow(3)
    const { snoozedUntil } = (await nadia('POST', path('snooze'), { until })).json<Review['handling']>()
    assert.equal(snoozedUntil, `${until}T00:00:00.000Z`)
    const shown = async () => [
      (await listed(nadia, 'snoozed=hidden')).length,
      (await listed(nadia, 'snoozed=only')).length,
      (await listed(nadia)).length,
    ]
    assert.deepEqual(await shown(), [0, 1, 1])
    await world.store.pool.query(`update task_handling set snoozed_until = now() - interval '1 second'`)
    assert.deepEqual(await shown(), [1, 0, 1])
  })

  // At 22:30 UTC it is after midnight in Riyadh, and still the afternoon in Los Angeles.
  for (const { timeZone, today, tomorrow, begins } of [
    {
      timeZone: 'Asia/Riyadh',
      today: '2026-07-01',
      tomorrow: '2026-07-02',
      begins: '2026-07-01T21:00:00.000Z',
    },
    {
      timeZone: 'America/Los_Angeles',
      today: '2026-06-30',
      tomorrow: '2026-07-01',
      begins: '2026-07-01T07:00:00.000Z',
    },
  ])
    it(`tells the time zone of the center, and lets a task rest until tomorrow in ${timeZone}`, async () => {
      const { config } = world
      const { call } = world.another({
        config: { ...config, organization: { ...config.organization, timeZone } },
        clock: () => new Date('2026-06-30T22:30:00Z'),
      })
      assert.equal((await call('GET', '/v1/me')).json<{ timeZone: string }>().timeZone, timeZone)
      assert.equal((await call('POST', path('snooze'), { until: today })).statusCode, 422)
      const { snoozedUntil } = (await call('POST', path('snooze'), { until: tomorrow })).json<
        Review['handling']
      >()
      assert.equal(snoozedUntil, begins)
    })

  it('never hides a task that is escalated or past its deadline, and lets none rest beyond it', async () => {
    await nadia('POST', path('snooze'), { until: dayFromNow(3) })
    const is = (task: Parameters<typeof openTask>[0], seq: number) =>
      recorded(world.store, 'enrollment', application, { seq, task: openTask(task) })
    await is({ escalated: true }, 2)
    assert.equal((await listed(nadia, 'snoozed=hidden')).length, 1)
    assert.equal((await nadia('POST', path('snooze'), { until: dayFromNow(3) })).statusCode, 409)
    await is({ deadline: '2026-01-02T00:00:00.000Z' }, 3)
    assert.equal((await listed(nadia, 'snoozed=hidden')).length, 1)
    await is({ deadline: `${dayFromNow(2)}T00:00:00.000Z` }, 4)
    assert.equal((await nadia('POST', path('snooze'), { until: dayFromNow(3) })).statusCode, 422)
    for (const until of [dayFromNow(0), dayFromNow(100), '2027-02-30'])
      assert.equal((await nadia('POST', path('snooze'), { until })).statusCode, 422, until)
  })

  it('says that there is no task, or no such application', async () => {
    await recorded(world.store, 'enrollment', application, { seq: 2, task: null })
    assert.equal((await nadia('POST', path('assign'), { assigneeId: OMAR })).statusCode, 409)
    const unknown = await world.call('POST', '/v1/enrollments/1-999999/snooze', { until: null })
    assert.equal(unknown.statusCode, 404)
  })

  it('keeps comments with their author, once per request, and puts all of it into the audit', async () => {
    for (let time = 1; time <= 2; time += 1) {
      const written = await nadia('POST', path('comments'), { text: ' Called them ' })
      assert.equal(written.statusCode, 201)
    }
    const { comments } = (await nadia('GET', `/v1/enrollments/${applicationRef(application)}`)).json<{
      comments: { author: string; text: string }[]
    }>()
    assert.deepEqual(
      comments.map(({ author, text }) => [author, text]),
      [['Nadia', 'Called them']],
    )
    await nadia('POST', path('assign'), { assigneeId: OMAR })
    await nadia('POST', path('snooze'), { until: dayFromNow(1) })
    const { rows } = await world.store.pool.query<{ action: string; actor: string; after: object }>(
      'select action, actor, after from audit where student_id = $1 order by id',
      [application.studentId],
    )
    assert.deepEqual(
      rows.map(({ action, actor }) => [action, actor]),
      ['comment', 'assign_task', 'snooze_task'].map((action) => [action, `user:${NADIA}`]),
    )
    assert.ok(!JSON.stringify(rows).includes('Called them'), 'the text stays in its own table')
  })
})
