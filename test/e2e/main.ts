/**
 * `npm run journey` takes one student from application to certificate and prints the records that
 * this leaves in Odoo (`--json` for machines). Compare two runs with `diff`.
 *
 * It uses the Odoo that the environment names: ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY,
 * ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD, ODOO_TRANSPORT. Without ODOO_URL it starts the sandbox:
 * SANDBOX_ODOO is its version (17, 18 or 19), and SANDBOX_SUITE=no leaves out the suite.
 */
import { connectOdoo } from '../../src/odoo/client/client.js'
import { majorVersion } from '../../src/odoo/client/versions.js'
import { sandboxOdoo } from '../support/odoo.js'
import { setUp } from '../support/setup.js'
import { stopPostgres } from '../support/postgres.js'
import { adoptEarlierRecords } from './adopt-earlier-records.js'
import { connectedSite } from './connected-site.js'
import { openEnvironment, type OdooSite } from './environment.js'
import { journey } from './records.js'

const { env } = process
const transport =
  env['ODOO_TRANSPORT'] === 'jsonrpc' || env['ODOO_TRANSPORT'] === 'json2' ? env['ODOO_TRANSPORT'] : 'auto'
const site = await openSite()
await setUp(site)
const environment = await openEnvironment(site, transport)
try {
  await adoptEarlierRecords(environment)
  const { url, db, admin } = site
  const staff = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  const startedAt = performance.now()
  const records = await journey(environment, staff)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  const { text: version } = await staff.version()
  const { transport: used } = await environment.direct.connection()
  if (process.argv.includes('--json'))
    console.log(JSON.stringify({ version, transport: used, seconds, records }))
  else {
    console.log(
      `Odoo ${version} (major ${majorVersion(version)}) over ${used}: ${seconds} s from application to certificate`,
    )
    console.log(JSON.stringify(records, null, 2))
  }
} finally {
  await environment.close()
  await site.close()
  await stopPostgres()
}

async function openSite(): Promise<OdooSite & { close(): Promise<void> }> {
  const connected = connectedSite()
  if (connected) return connected
  const version = Number(env['SANDBOX_ODOO'] ?? 18)
  if (version !== 17 && version !== 18 && version !== 19) throw new Error('SANDBOX_ODOO is 17, 18 or 19.')
  return sandboxOdoo({ data: 'empty', version, suite: env['SANDBOX_SUITE'] !== 'no' })
}
