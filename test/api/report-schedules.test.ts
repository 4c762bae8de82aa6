import type { InjectOptions } from 'fastify'
import assert from 'node:assert/strict'
import { saveAgents } from '../../src/store/agents.js'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { dismissStaffUsers, saveStaffUsers } from '../../src/store/staff-users.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const MANAGER = 71
const ACCOUNTANT = 72
const AGENT = 73
/** Has never signed in. */
const KNOWN_AGENT = 74

interface Schedule {
  readonly id: number
  readonly report: string
  readonly cadence: object
  readonly recipients: readonly { readonly id: number; readonly name: string | null }[]
  readonly nextAt: string
  readonly createdBy: { readonly name: string }
  readonly last: {
    readonly asOf: string
    readonly deliveries: readonly { readonly recipient: { readonly id: number }; readonly state: string }[]
  } | null
}

const BODY = {
  report: 'enrollment',
  format: 'pdf',
  period: 'last_month',
  programId: null,
  language: 'ar',
  cadence: { every: 'month', day: 31, hour: 7 },
  recipients: [ACCOUNTANT, KNOWN_AGENT],
}

describe('API: scheduled reports', () => {
  let world: ApiFixture
  let now = new Date('2027-02-10T12:00:00Z')

  before(async () => {
    world = await openApi()
    const { store } = world
    await saveStaffUsers(
      store,
      (
        [
          [MANAGER, 'Layla', 'manager'],
          [ACCOUNTANT, 'Amal', 'accounting'],
          [AGENT, 'Huda', 'agent'],
        ] as const
      ).map(([userId, name, role]) => ({
        ...{ userId, login: name, name, language: 'en' as const, roles: [role] },
        checkedAt: now,
      })),
    )
    await saveAgents(store, [{ id: KNOWN_AGENT, name: 'Omar', email: 'omar@example.org' }])
    await savePeople(store.db, [
      { studentId: 1, name: 'Sara', nameArabic: null, language: 'en', email: null, agentId: KNOWN_AGENT },
    ])
  })
  after(() => world.close())

  async function as(userId: number) {
    const token = await createSession(world.store, { kind: 'staff', userId }, now)
    const cookie = `training_session=${token}`
    const me = await world.app.inject({ url: '/v1/me', headers: { cookie } })
    const { csrfToken } = me.json<{ csrfToken: string }>()
    const { app } = world.another({ clock: () => now })
    return (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object) => {
      const request: InjectOptions = { method, url, headers: { cookie, 'x-csrf-token': csrfToken } }
      return app.inject(body ? { ...request, payload: body } : request)
    }
  }

  it('are created, changed and deleted by managers, with one row in the audit each', async () => {
    const call = await as(MANAGER)
    const created = await call('POST', '/v1/report-schedules', BODY)
    assert.equal(created.statusCode, 201, created.body)
    const { id, nextAt, recipients, createdBy, last } = created.json<Schedule>()
    assert.equal(nextAt, '2027-02-28T07:00:00.000Z')
    assert.deepEqual(recipients, [
      { id: ACCOUNTANT, name: 'Amal' },
      { id: KNOWN_AGENT, name: 'Omar' },
    ])
    assert.deepEqual([createdBy.name, last], ['Layla', null])

    const change = { ...BODY, cadence: { every: 'week', weekday: 1, hour: 6 }, recipients: [MANAGER] }
    const changed = await call('PUT', `/v1/report-schedules/${id}`, change)
    assert.equal(changed.json<Schedule>().nextAt, '2027-02-15T06:00:00.000Z')

    now = new Date('2027-02-10T12:00:30Z')
    const sent = await call('POST', `/v1/report-schedules/${id}/send`)
    assert.equal(sent.statusCode, 202, sent.body)
    const listed = (await call('GET', '/v1/report-schedules')).json<{ schedules: Schedule[] }>()
    assert.deepEqual(listed.schedules, [sent.json()])
    assert.deepEqual(listed.schedules[0]?.last, {
      asOf: '2027-02-10T12:00:30.000Z',
      deliveries: [{ recipient: { id: MANAGER, name: 'Layla' }, state: 'pending' }],
    })
    assert.equal(listed.schedules[0].nextAt, '2027-02-15T06:00:00.000Z')

    assert.equal((await call('DELETE', `/v1/report-schedules/${id}`)).statusCode, 204)
    for (const method of ['PUT', 'DELETE'] as const)
      assert.equal((await call(method, `/v1/report-schedules/${id}`, change)).statusCode, 404, method)
    const audit = await call('GET', '/v1/audit')
    const { changes } = audit.json<{
      changes: { action: string; entityId: string; actor: { name: string }; after: unknown }[]
    }>()
    assert.deepEqual(
      changes.map(({ action, entityId, actor }) => [action, entityId, actor.name]),
      ['delete_report_schedule', 'send_report', 'change_report_schedule', 'create_report_schedule'].map(
        (action) => [action, `${id}`, 'Layla'],
      ),
    )
    assert.deepEqual(changes[2]?.after, change)
  })

  it('have recipients who are staff', async () => {
    const call = await as(MANAGER)
    const { readers } = (await call('GET', '/v1/report-readers')).json<{ readers: { name: string }[] }>()
    assert.deepEqual(
      readers.map(({ name }) => name),
      ['Amal', 'Huda', 'Layla', 'Omar'],
    )
    const stranger = await call('POST', '/v1/report-schedules', { ...BODY, recipients: [AGENT, 99] })
    assert.equal(stranger.statusCode, 422)
    assert.match(stranger.body, /"pointer":"\/recipients\/1"/)
    await dismissStaffUsers(world.store, [ACCOUNTANT], new Date())
    assert.equal((await call('POST', '/v1/report-schedules', BODY)).statusCode, 422)
  })

  it('refuse what is no schedule', async () => {
    const call = await as(MANAGER)
    for (const wrong of [
      { recipients: [] },
      { recipients: [AGENT, AGENT] },
      { cadence: { every: 'month', day: 32, hour: 7 } },
      { cadence: { every: 'week', weekday: 0, hour: 7 } },
      { cadence: { every: 'day', hour: 24 } },
      { cadence: { every: 'hour' } },
      { period: 'tomorrow' },
      { format: 'docx' },
    ]) {
      const response = await call('POST', '/v1/report-schedules', { ...BODY, ...wrong })
      assert.ok([400, 422].includes(response.statusCode), `${JSON.stringify(wrong)} ${response.body}`)
    }
    const { schedules } = (await call('GET', '/v1/report-schedules')).json<{ schedules: Schedule[] }>()
    assert.deepEqual(schedules, [])
  })

  it('are not for agents', async () => {
    const call = await as(AGENT)
    for (const url of ['/v1/report-schedules', '/v1/report-readers'])
      assert.equal((await call('GET', url)).statusCode, 403, url)
    assert.equal((await call('POST', '/v1/report-schedules', BODY)).statusCode, 403)
  })
})
