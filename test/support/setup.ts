import assert from 'node:assert/strict'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { applySetup } from '../../src/odoo/setup/apply.js'
import { conflicts } from '../../src/odoo/setup/plan.js'

interface Login {
  readonly login: string
  readonly password: string
}

/** Runs setup in an Odoo, as an administrator does before the first start of the product. */
export async function setUp({
  url,
  db,
  admin,
  bot,
}: {
  readonly url: string
  readonly db: string
  readonly admin: Login
  readonly bot: Login
}): Promise<void> {
  const odoo = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  const plan = await applySetup(odoo, {
    adminLogin: admin.login,
    botLogin: bot.login,
    webhooks: null,
    appUrl: null,
  })
  assert.deepEqual(conflicts(plan), [])
}
