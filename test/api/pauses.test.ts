import assert from 'node:assert/strict'
import { recorded, newApplication, openApi, type ApiFixture } from './api-fixture.js'
import { openCircuit } from '../../src/store/circuits.js'
import { noticeStudents, claimStudents } from '../../src/store/changed-students.js'
import { saveWebhookHints } from '../../src/webhooks/webhook-hints.js'
import { applicationRef } from '../../src/contracts/application.js'

describe('API: pauses and outages', () => {
  let api: ApiFixture
  before(async () => {
    api = await openApi()
  })
  beforeEach(() => api.store.pool.query('truncate circuit, system_pause'))
  after(() => api.close())

  const remove = (system: string) =>
    api.app.inject({
      method: 'DELETE',
      url: `/v1/pauses/${system}`,
      headers: { authorization: `Bearer ${api.key}` },
    })

  it('needs a key and a reason', async () => {
    assert.equal((await api.app.inject({ method: 'POST', url: '/v1/pauses' })).statusCode, 401)
    assert.equal((await api.app.inject({ method: 'DELETE', url: '/v1/pauses/odoo' })).statusCode, 401)
    for (const body of [
      { system: 'odoo' },
      { system: 'odoo', reason: '  ' },
      { system: 'temporal', reason: 'x' },
    ])
      assert.equal((await api.call('POST', '/v1/pauses', body)).statusCode, 422)
    assert.equal((await remove('temporal')).statusCode, 404)
  })

  it('pauses once, with the first reason and its author, and resumes once', async () => {
    const first = await api.call('POST', '/v1/pauses', { system: 'odoo', reason: 'Being updated' })
    const second = await api.call('POST', '/v1/pauses', { system: 'odoo', reason: 'Another reason' })
    assert.deepEqual([first.statusCode, second.statusCode], [201, 200])
    assert.deepEqual(second.json(), first.json())
    const pause = first.json<{ reason: string; author: string; since: string }>()
    assert.equal(pause.reason, 'Being updated')
    assert.equal(pause.author, 'test')
    assert.deepEqual((await api.call('GET', '/v1/pauses')).json(), { pauses: [pause] })

    for (let time = 0; time < 2; time += 1) {
      const resumed = await remove('odoo')
      assert.deepEqual([resumed.statusCode, resumed.json()], [200, { pauses: [] }])
    }
    const { rows } = await api.store.pool.query('select author, resumed_by from system_pause')
    const id = api.key.split('_')[1]
    assert.deepEqual(rows, [{ author: id, resumed_by: id }])
  })

  it('several requests at the same moment make one pause', async () => {
    const codes = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { statusCode } = await api.call('POST', '/v1/pauses', { system: 'mail', reason: 'Moving' })
        return statusCode
      }),
    )
    assert.deepEqual(codes.sort(), [200, 200, 200, 200, 200, 201])
  })

  it('shows a pause of everything in /v1/sync, /v1/status and /readyz, and is ready all the same', async () => {
    await api.call('POST', '/v1/pauses', { system: 'everything', reason: 'Moving <house>' })
    const { systems } = (await api.call('GET', '/v1/sync')).json<{ systems: { state: string }[] }>()
    assert.deepEqual(
      systems.map(({ state }) => state),
      ['paused', 'paused'],
    )
    const ready = await api.app.inject('/readyz')
    assert.equal(ready.statusCode, 200)
    assert.equal(ready.json<{ systems: unknown[] }>().systems.length, 2)
    const status = (await api.call('GET', '/v1/status')).json<{ systems: { pause: { reason: string } }[] }>()
    assert.deepEqual(
      status.systems.map(({ pause }) => pause.reason),
      ['Moving <house>', 'Moving <house>'],
    )
  })

  it('tells with an application that its work waits, since when and why', async () => {
    const application = newApplication()
    await recorded(api.store, 'enrollment', application)
    interface HeldUp {
      readonly heldUpBy: readonly string[]
      readonly heldUpByArabic: readonly string[]
    }
    const shown = async () =>
      (await api.call('GET', `/v1/enrollments/${applicationRef(application)}`)).json<HeldUp>()
    const waitsFor = async () => (await shown()).heldUpBy
    assert.deepEqual(await waitsFor(), [])
    await openCircuit(api.store, { system: 'odoo', failureType: 'OdooUnavailable', probeInMs: 60_000 })
    assert.match((await waitsFor()).join(), /^Odoo has not responded since \d{4}-\d\d-\d\d \d\d:\d\d UTC\./)
    assert.match((await shown()).heldUpByArabic.join(), /^لا يستجيب .Odoo. منذ/)
    await recorded(api.store, 'enrollment', application, { seq: 2, closed: true, stage: 'rejected' })
    assert.deepEqual(await waitsFor(), [])
  })

  it('responds 503 at once to what needs an Odoo that is unavailable, and says since when', async () => {
    await openCircuit(api.store, { system: 'odoo', failureType: 'OdooUnavailable', probeInMs: 60_000 })
    const application = newApplication()
    await recorded(api.store, 'progress', application, { stage: 'in_progress' })
    for (const [path, body] of [
      ['resync', {}],
      ['progress', { courseIntegrationId: 1, slideIds: 'all', reason: 'Done on paper' }],
    ] as const) {
      const response = await api.call('POST', `/v1/enrollments/${applicationRef(application)}/${path}`, body)
      assert.equal(response.statusCode, 503)
      assert.equal(response.headers['retry-after'], '15')
      const problem = response.json<{ type: string; detail: string }>()
      assert.match(problem.type, /odoo-unavailable$/)
      assert.match(problem.detail, /has not responded since/)
    }
  })

  it('lists hints that should have been resolved, and students that a page works on', async () => {
    // A training that has started puts its student into the queue.
    await api.store.pool.query('truncate changed_student')
    await saveWebhookHints(api.store, [{ model: 'gr.student', recordId: 8, action: null }])
    await api.store.pool.query("update webhook_hint set first_at = now() - interval '5 minutes'")
    await saveWebhookHints(api.store, [{ model: 'gr.student', recordId: 9, action: null }])
    await noticeStudents(api.store.db, [1, 2, 3], 'sweep')
    await claimStudents(api.store, { token: 'page', size: 2 })
    const sync = (await api.call('GET', '/v1/sync')).json<{
      hints: { open: number; overdue: { recordId: number }[] }
      queue: { students: number; claimed: number }[]
    }>()
    assert.equal(sync.hints.open, 2)
    assert.deepEqual(
      sync.hints.overdue.map(({ recordId }) => recordId),
      [8],
    )
    assert.deepEqual(
      sync.queue.map(({ students, claimed }) => [students, claimed]),
      [[3, 2]],
    )
  })
})
