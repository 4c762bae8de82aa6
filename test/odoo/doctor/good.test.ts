import assert from 'node:assert/strict'
import type { TestOdoo } from '../../support/odoo.js'
import { alarms, goodOdoo, look } from './good-odoo.js'

for (const version of [17, 19] as const)
  describe(`doctor on an Odoo ${version} where all is well`, () => {
    let odoo: TestOdoo
    before(async () => {
      ;({ odoo } = await goodOdoo(version))
    })
    after(() => odoo.close())

    it('has nothing to complain of', async () => {
      const findings = await look(odoo)
      assert.deepEqual(alarms(findings), [])
      const speaks = version === 19 ? /Speaks JSON-2 with Odoo 19/ : /Speaks JSON-RPC with Odoo 17/
      assert.ok(findings.some(({ check, what }) => check === 'login' && speaks.test(what)))
    })

    it('says what it could not look at without an administrator, and complains of nothing', async () => {
      const findings = await look(odoo, { admin: false })
      assert.deepEqual(alarms(findings), [])
      const unseen = findings.filter(({ what }) => what.includes('not looked at')).map(({ check }) => check)
      assert.deepEqual(unseen, ['hidden rows', 'suite', 'webhooks', 'mails of Odoo'])
    })
  })
