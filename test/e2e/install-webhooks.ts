import { connectOdoo } from '../../src/odoo/client/client.js'
import { applySetup } from '../../src/odoo/setup/apply.js'
import { webhookAddress } from '../../src/webhooks/setup-address.js'
import type { SandboxEnvironment } from './environment.js'

/** Runs setup as an administrator does, with rules that call the environment's API. */
export async function installWebhooks(environment: SandboxEnvironment): Promise<void> {
  const { url, db, admin, bot } = environment.sandbox
  const odoo = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  const address = { store: environment.store, url: await environment.listen(), graceHours: 24 }
  await applySetup(odoo, {
    adminLogin: admin.login,
    botLogin: bot.login,
    webhooks: webhookAddress(odoo, address, { renew: false }),
    appUrl: null,
  })
}
