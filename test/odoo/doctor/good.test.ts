import assert from 'node:assert/strict'
import type { TestOdoo } from '../../support/odoo.js'
import { faultsIn, goodOdoo, runDoctor } from './good-odoo.js'

for (const version of [17, 19] as const)
  describe(`doctor on a healthy Odoo ${version}`, () => {
    let odoo: TestOdoo
    before(async () => {
      ;({ odoo } = await goodOdoo(version))
    })
    after(() => odoo.close())

    it('finds no problems and reports the protocol in use', async () => {
      const findings = await runDoctor(odoo)
      assert.deepEqual(faultsIn(findings), [])
      const protocol =
        version === 19 ? /Connected to Odoo 19\S* over JSON-2/ : /Connected to Odoo 17\S* over JSON-RPC/
      assert.ok(findings.some(({ check, what }) => check === 'login' && protocol.test(what)))
    })

    it('reports what it can’t check without an administrator’s login', async () => {
      const findings = await runDoctor(odoo, { admin: false })
      assert.deepEqual(faultsIn(findings), [])
      const unchecked = findings.filter(({ what }) => what.includes('not checked')).map(({ check }) => check)
      assert.deepEqual(unchecked, ['hidden rows', 'suite', 'Odoo emails'])
    })

    it('does not report missing webhook rules', async () => {
      const findings = await runDoctor(odoo)
      assert.ok(findings.every(({ check }) => check !== 'webhooks'))
    })
  })
