import assert from 'node:assert/strict'
import { noticeStudents } from '../../src/store/changed-students.js'
import { recordSyncFailure } from '../../src/store/sync-status.js'
import { saveWebhookHints } from '../../src/webhooks/webhook-hints.js'
import { openApi, type ApiFixture } from './api-fixture.js'

describe('API: freshness of the sync', () => {
  let api: ApiFixture
  before(async () => {
    api = await openApi()
  })
  after(() => api.close())

  interface Sync {
    readonly lastSearch: string | null
    readonly models: readonly { model: string; asOf: string | null; lagSeconds: number | null }[]
    readonly queue: readonly { source: string; students: number; oldest: string }[]
    readonly hints: { readonly open: number; readonly oldest: string | null }
    readonly backlog: readonly unknown[]
    readonly failures: readonly { part: string; type: string; at: string }[]
  }
  const read = async () => (await api.call('GET', '/v1/sync')).json<Sync>()

  it('needs a key', async () => {
    assert.equal((await api.app.inject('/v1/sync')).statusCode, 401)
  })

  it('is empty before the first search', async () => {
    const available = { state: 'available', since: null, failure: null, pause: null }
    // Tasks of other tests may wait in the Temporal server that they share.
    const { backlog, ...rest } = await read()
    assert.ok(Array.isArray(backlog))
    assert.deepEqual(rest, {
      systems: [
        { system: 'odoo', ...available },
        { system: 'mail', ...available },
      ],
      lastSearch: null,
      models: [],
      queue: [],
      hints: { open: 0, oldest: null, overdue: [] },
      failures: [],
      reconciliation: { lastRun: null, models: [], runs: [] },
    })
  })

  it('reports the lag of each model, the queue, open hints and the last failures', async () => {
    const position = new Date(Date.now() - 90_000)
    await api.store.db
      .insertInto('sync_cursor')
      .values([
        { model: 'gr.student', position },
        { model: 'gr.homework.attempt', position: null },
      ])
      .execute()
    await noticeStudents(api.store.db, [1, 2], 'sweep')
    await noticeStudents(api.store.db, [3], 'webhook')
    await saveWebhookHints(api.store, [{ model: 'gr.student', recordId: 3, action: null }])
    await recordSyncFailure(api.store, 'sweep', 'OdooUnavailable')
    const sync = await read()
    assert.equal(sync.lastSearch, position.toISOString())
    assert.deepEqual(
      sync.models.map(({ model, asOf }) => [model, asOf]),
      [
        ['gr.homework.attempt', null],
        ['gr.student', position.toISOString()],
      ],
    )
    assert.ok(Math.abs((sync.models[1]?.lagSeconds ?? 0) - 90) < 30)
    assert.deepEqual(
      sync.queue.map(({ source, students }) => [source, students]),
      [
        ['webhook', 1],
        ['sweep', 2],
      ],
    )
    assert.equal(sync.hints.open, 1)
    assert.deepEqual(
      sync.failures.map(({ part, type }) => [part, type]),
      [['sweep', 'OdooUnavailable']],
    )
  })
})
