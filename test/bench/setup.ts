/**
 * `npm run bench:setup` measures how long setup takes: apply, apply again (which must write
 * nothing), and rollback.
 *
 * It uses the sandbox without the suite, in this process. With ODOO_URL it uses that Odoo (ODOO_DB,
 * ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD, and ODOO_LOGIN of the bot) and leaves it as it was.
 */
import { odooClient, type Odoo } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { applySetup } from '../../src/odoo/setup/apply.js'
import type { SetupOptions } from '../../src/odoo/setup/plan.js'
import { rollbackSetup } from '../../src/odoo/setup/rollback.js'
import type { Credentials } from '../../src/odoo/client/transport.js'
import { sandboxOdoo } from '../support/odoo.js'
import { countedTransport } from '../support/counted-transport.js'

const LIMIT_SECONDS = 30

interface Site {
  readonly credentials: Credentials
  readonly options: SetupOptions
  close(): Promise<void>
}

const { ODOO_URL, ODOO_DB = '', ODOO_LOGIN } = process.env
const { ODOO_ADMIN_LOGIN = 'admin', ODOO_ADMIN_PASSWORD = 'admin' } = process.env

const site = ODOO_URL === undefined ? await sandboxSite() : realSite(ODOO_URL)
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const report = (name: string, value: number, unit: string, limit: number | null) =>
  results.push({ name, value, unit, limit })
try {
  const { options } = site
  const { adminLogin } = options
  const first = await measured((odoo) => applySetup(odoo, options))
  report('apply', first.seconds, 's', LIMIT_SECONDS)
  report('calls of apply', first.calls, 'calls', null)
  report('changing calls of apply', first.changing, 'calls', null)
  const second = await measured((odoo) => applySetup(odoo, options))
  report('apply again', second.seconds, 's', null)
  report('changing calls of apply again', second.changing, 'calls', 0)
  const back = await measured((odoo) =>
    rollbackSetup(odoo, { adminLogin, withData: false, exportFile: null }),
  )
  report('rollback', back.seconds, 's', null)
  report('calls of rollback', back.calls, 'calls', null)
} finally {
  await site.close()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${String(value)} ${unit}${limit === null ? '' : ` (limit ${String(limit)})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'setup', results }))
process.exitCode = results.some(({ value, limit }) => limit !== null && !(value <= limit)) ? 1 : 0

/** Uses a new connection, as each command of a person does. */
async function measured(work: (odoo: Odoo) => Promise<unknown>) {
  const inner = new ConnectedTransport(site.credentials, { writeTimeoutMs: 100_000 })
  let calls = 0
  let changing = 0
  const odoo = odooClient(
    countedTransport(inner, ({ reads }) => {
      calls += 1
      if (!reads) changing += 1
    }),
  )
  const startedAt = performance.now()
  await work(odoo)
  return { seconds: Math.round((performance.now() - startedAt) / 100) / 10, calls, changing }
}

async function sandboxSite(): Promise<Site> {
  const sandbox = await sandboxOdoo({ suite: false, data: 'empty' })
  const { url, db, admin, bot } = sandbox
  return {
    credentials: { url, db, login: admin.login, apiKey: admin.password },
    options: { adminLogin: admin.login, botLogin: bot.login, webhooks: null, appUrl: null },
    close: () => sandbox.close(),
  }
}

function realSite(url: string): Site {
  return {
    credentials: { url, db: ODOO_DB, login: ODOO_ADMIN_LOGIN, apiKey: ODOO_ADMIN_PASSWORD },
    options: { adminLogin: ODOO_ADMIN_LOGIN, botLogin: ODOO_LOGIN ?? null, webhooks: null, appUrl: null },
    close: () => Promise.resolve(),
  }
}
