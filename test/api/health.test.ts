import assert from 'node:assert/strict'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { clearAlarm, raiseAlarm } from '../../src/store/alarms.js'
import { openStore } from '../../src/store/store.js'
import { smtpServer } from '../support/smtp.js'
import { unavailableTemporal } from '../support/product-fixture.js'
import { type ApiFixture, openApi } from './api-fixture.js'

describe('API: health', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())

  it('/healthz responds without a key', async () => {
    const response = await world.app.inject('/healthz')
    assert.deepEqual([response.statusCode, response.json()], [200, { status: 'ok' }])
  })

  it('/readyz reports each dependency, and is ready without Odoo and the mail server', async () => {
    const smtp = await smtpServer()
    try {
      const { app } = world.another({ config: { ...world.config, smtpUrl: smtp.url() } })
      const dependencies = { temporal: 'ok', database: 'ok', odoo: 'not_configured', mail: 'ok' }
      const all = { ready: true, ...dependencies, systems: [], alarms: [] }
      const response = await app.inject('/readyz')
      assert.deepEqual([response.statusCode, response.json()], [200, all])
    } finally {
      await smtp.close()
    }
    assert.equal((await world.app.inject('/readyz')).json<{ mail: string }>().mail, 'unavailable')
  })

  it('lists alarms in /readyz and for the staff app; those that stop the work make it not ready', async () => {
    await raiseAlarm(world.store, { key: AlarmKey.OdooNeutralized, said: say('odoo_is_test_copy') })
    assert.equal((await world.app.inject('/readyz')).statusCode, 200)
    await raiseAlarm(world.store, { key: AlarmKey.OdooLogin, said: say('odoo_login_rejected') })
    const response = await world.app.inject('/readyz')
    const { ready, alarms } = response.json<{ ready: boolean; alarms: { key: string; message: string }[] }>()
    assert.deepEqual([response.statusCode, ready], [503, false])
    assert.deepEqual(
      alarms.map((alarm) => alarm.key),
      [AlarmKey.OdooNeutralized, AlarmKey.OdooLogin],
    )
    interface Status {
      readonly alarms: readonly { readonly message: string; readonly messageArabic: string | null }[]
    }
    const shown = (await world.call('GET', '/v1/status')).json<Status>().alarms.at(-1)
    assert.match(shown?.message ?? '', /^Odoo rejects the login of the bot user\./)
    assert.match(shown?.messageArabic ?? '', /^يرفض \u2066Odoo\u2069 دخول مستخدم النظام الآلي\./)
    await clearAlarm(world.store, AlarmKey.OdooLogin)
    await clearAlarm(world.store, AlarmKey.OdooNeutralized)
    assert.equal((await world.app.inject('/readyz')).statusCode, 200)
  })

  it('/readyz responds 503 without the database or Temporal', async () => {
    const temporal = unavailableTemporal()
    const store = openStore('postgres://nobody@127.0.0.1:9/nothing')
    try {
      const { app, call } = world.another({ temporal, store })
      const response = await app.inject('/readyz')
      assert.equal(response.statusCode, 503)
      const { ready, temporal: temporalState, database } = response.json<Record<string, unknown>>()
      assert.deepEqual([ready, temporalState, database], [false, 'unavailable', 'unavailable'])
      const listed = await call('GET', '/v1/reviews')
      assert.equal(listed.statusCode, 503)
      assert.match(listed.body, /database-unavailable/)
      assert.ok(Number(listed.headers['retry-after']) > 0)
    } finally {
      await temporal.connection.close()
      await store.close()
    }
  })
})
