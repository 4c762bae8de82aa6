import assert from 'node:assert/strict'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { Monitor } from '../../src/alarms/monitor.js'
import { neutralizationHold } from '../../src/alarms/neutralization.js'
import { FailureType } from '../../src/contracts/failures.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { openAlarms, raiseAlarm } from '../../src/store/alarms.js'
import type { OutgoingMail } from '../../src/mail/transport.js'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'
import { setUp } from '../support/setup.js'
import { waitFor } from '../support/wait-for.js'

describe('the monitor of Odoo', function () {
  this.timeout(120_000)

  let odoo: TestOdoo
  let product: ProductFixture
  let monitor: Monitor
  const log: string[] = []
  const mails: OutgoingMail[] = []

  before(async () => {
    odoo = await sandboxOdoo({ data: 'empty', suite: false })
    product = await openProduct({ odoo: { ...odoo, ...odoo.bot } })
    monitor = new Monitor({
      config: product.config,
      store: product.store,
      log: (line) => log.push(line),
      timings: { reuse: 0, whenFaulty: 200 },
      transport: {
        deliver: (mail) => {
          mails.push(mail)
          return Promise.resolve({ kind: 'accepted', code: 250, response: 'ok' })
        },
        close: () => undefined,
      },
    })
  })
  after(async () => {
    await monitor.stop()
    await product.close()
    await odoo.close()
  })

  const keys = async () => (await openAlarms(product.store)).map(({ key }) => key)

  it('reports an Odoo without setup in one line and one email with the command that fixes it', async () => {
    await monitor.start()
    assert.deepEqual(await keys(), [AlarmKey.OdooSetup])
    assert.equal(log.length, 1)
    assert.match(log[0] ?? '', /^ALARM: .*setup apply/)
    await waitFor('the email', () => Promise.resolve(mails.length > 0))
    await monitor.check()
    assert.equal(mails.length, 1)
    const [mail] = mails
    assert.ok(mail)
    assert.deepEqual(mail.to, ['lead@example.org'])
    assert.match(mail.text, /setup apply/)
    assert.match(mail.text, /تنقص .*Odoo.* نماذج أو حقول/)
    assert.doesNotMatch(mail.text, new RegExp(odoo.bot.password))
  })

  it('notices by itself that setup has run', async () => {
    await setUp(odoo)
    await waitFor('the end of the alarm', async () => (await keys()).length === 0)
    assert.match(log.at(-1) ?? '', /odoo-setup.*is over/)
  })

  it('explains a call that failed before the repair, although all is well when it is asked', async () => {
    const take =
      'DELETE FROM res_groups_users_rel WHERE uid = (SELECT id FROM res_users WHERE login = $1) RETURNING gid, uid'
    const groups = await odoo.sql<{ gid: number; uid: number }>(take, [odoo.bot.login])
    const denied = new OdooError({ type: FailureType.OdooAccessDenied, exceptionName: 'AccessError' })
    assert.equal(await monitor.explains(denied), true)
    for (const { gid, uid } of groups)
      await odoo.sql('INSERT INTO res_groups_users_rel (gid, uid) VALUES ($1, $2)', [gid, uid])
    await waitFor('the end of the alarm', async () => (await keys()).length === 0)
    assert.equal(await monitor.explains(denied), true)
    const rejected = new OdooError({ type: FailureType.OdooRejected, exceptionName: 'UserError' })
    assert.equal(await monitor.explains(rejected), false)
  })

  it('reports a test copy of production, in which nobody is emailed unless forced', async () => {
    const { config } = product
    const connect = () => connectOdoo(config.odoo)
    assert.equal(await neutralizationHold(connect(), config)(), false)
    await odoo.sql("INSERT INTO ir_config_parameter (key, value) VALUES ('database.is_neutralized', 'True')")
    assert.equal(await neutralizationHold(connect(), config)(), true)
    const forced = { ...config, mail: { ...config.mail, onNeutralizedOdoo: true } }
    assert.equal(await neutralizationHold(connect(), forced)(), false)
    await monitor.check()
    assert.deepEqual(await keys(), [AlarmKey.OdooNeutralized])
  })

  it('reports demonstration values at the start, and emails nobody at such addresses', async () => {
    const demo = await openProduct({ odoo: { ...odoo, ...odoo.bot } })
    const started = async () => {
      const lines: string[] = []
      const one = new Monitor({
        config: { ...demo.config, allowsDemoValues: false },
        store: demo.store,
        log: (line) => lines.push(line),
        transport: { deliver: () => assert.fail('an email to example.org'), close: () => undefined },
      })
      await one.start()
      await one.stop()
      const alarms = await openAlarms(demo.store)
      return { lines, found: alarms.some(({ key }) => key === AlarmKey.DemoValues) }
    }
    try {
      const { lines, found } = await started()
      assert.equal(found, true)
      const about = lines.filter((line) => line.includes('MAIL_FROM'))
      assert.equal(about.length, 1)
      assert.match(about[0] ?? '', /^ALARM: .*emails and certificates wait/)
    } finally {
      await demo.close()
    }
  })

  it('reports no demonstration values once they are allowed', async () => {
    const { config, store } = product
    await raiseAlarm(store, {
      key: AlarmKey.DemoValues,
      said: say('demo_values', { variables: ['MAIL_FROM'] }),
    })
    const next = new Monitor({ config, store, log: () => undefined })
    await next.start()
    await next.stop()
    assert.ok(!(await keys()).includes(AlarmKey.DemoValues))
  })

  it('reports a sweep that keeps failing only after ten minutes, and not when another alarm explains it', async () => {
    await monitor.sweepFailed(AlarmKey.Sweep, 'OdooUnavailable')
    assert.ok(!(await keys()).includes(AlarmKey.Sweep))
    await product.store.pool.query(
      "update alarm set raised_at = raised_at - interval '11 minutes' where key = 'sweep'",
    )
    await monitor.sweepFailed(AlarmKey.Sweep, 'OdooUnavailable')
    assert.ok((await keys()).includes(AlarmKey.Sweep))
    await monitor.sweepSucceeded(AlarmKey.Sweep)
    assert.ok(!(await keys()).includes(AlarmKey.Sweep))
    await monitor.sweepFailed(AlarmKey.Sweep, 'OdooLoginRejected')
    assert.ok(!(await keys()).includes(AlarmKey.Sweep))
  })
})
