import { parseArgs } from 'node:util'
import { connectOdoo } from '../odoo/client/client.js'
import { runChecks } from '../odoo/doctor/run-checks.js'
import { credentialKind } from '../odoo/doctor/login.js'
import type { WebhookProbe } from '../odoo/doctor/check-context.js'
import { exitCode, report, reportJson } from '../odoo/doctor/report.js'
import { webhookSecretStatus } from '../webhooks/webhook-secrets.js'
import { openStore } from '../store/store.js'
import { ConfigError, readVariables } from '../variables.js'
import { DOCTOR_VARIABLES } from './settings.js'

/**
 * `doctor [--json]`: what is wrong with the connection to Odoo and with what is there, and how to mend it. Changes nothing. Exit code 0:
 * no problem (warnings and notes allowed), 1: problems, also when Odoo can't be reached, 2: the configuration does not say where to look.
 */
export async function doctor(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const settings = readSettings()
  if (!settings) {
    process.exitCode = 2
    return
  }
  const { ODOO_URL: url, ODOO_DB: db, ODOO_API_KEY: apiKey, ODOO_TRANSPORT: transport } = settings
  const { ODOO_ADMIN_LOGIN: adminLogin, ODOO_ADMIN_PASSWORD: adminPassword } = settings
  const store = settings.DATABASE_URL === null ? null : openStore(settings.DATABASE_URL)
  try {
    const findings = await runChecks({
      url,
      db,
      credential: credentialKind(apiKey),
      odoo: connectOdoo({ url, db, login: settings.ODOO_LOGIN, apiKey, transport }),
      admin:
        adminLogin !== null && adminPassword !== null
          ? connectOdoo({ url, db, login: adminLogin, apiKey: adminPassword })
          : null,
      webhooks: {
        url: settings.HOOKS_URL,
        answers: () => answers(settings.HOOKS_URL),
        // A database that is away is the business of /readyz.
        standing: (secret) =>
          store ? webhookSecretStatus(store, secret).catch(() => null) : Promise.resolve(null),
      },
      now: () => new Date(),
    })
    console.log(values.json ? JSON.stringify(reportJson(findings), null, 2) : report(findings))
    process.exitCode = exitCode(findings)
  } finally {
    await store?.close()
  }
}

function readSettings() {
  try {
    return readVariables(DOCTOR_VARIABLES, process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) console.error(problem)
    return null
  }
}

/** Whether our API answers at that address, asked from here. */
const answers: (url: string) => ReturnType<WebhookProbe['answers']> = async (url) => {
  try {
    const { ok } = await fetch(`${url}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
    return ok
  } catch {
    return false
  }
}
