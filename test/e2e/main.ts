/**
 * `npm run journey`: one student's way from application to certificate on the Odoo that the environment names (ODOO_URL, ODOO_DB,
 * ODOO_LOGIN, ODOO_API_KEY, ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD, ODOO_TRANSPORT), else on the sandbox (SANDBOX_ODOO, SANDBOX_SUITE).
 * Prints the records that it left there; `--json` for machines. Two runs are told apart by `diff`.
 */
import { connectOdoo } from '../../src/odoo/client/client.js'
import { majorVersion } from '../../src/odoo/client/versions.js'
import { sandboxOdoo } from '../support/odoo.js'
import { setUp } from '../support/setup.js'
import { stopPostgres } from '../support/postgres.js'
import { openCentreOn, type OdooSite } from './environment.js'
import { journey } from './records.js'

const { env } = process
const transport =
  env['ODOO_TRANSPORT'] === 'jsonrpc' || env['ODOO_TRANSPORT'] === 'json2' ? env['ODOO_TRANSPORT'] : 'auto'
const site = await openSite()
await setUp(site)
const centre = await openCentreOn(site, transport)
try {
  const { url, db, admin } = site
  const staff = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  const begun = performance.now()
  const records = await journey(centre, staff)
  const seconds = Math.round((performance.now() - begun) / 100) / 10
  const { text: version } = await staff.version()
  const { transport: spoken } = await centre.direct.connection()
  if (process.argv.includes('--json'))
    console.log(JSON.stringify({ version, transport: spoken, seconds, records }))
  else {
    console.log(
      `Odoo ${version} (major ${majorVersion(version)}) over ${spoken}: ${seconds} s from application to certificate`,
    )
    console.log(JSON.stringify(records, null, 2))
  }
} finally {
  await centre.close()
  await site.close()
  await stopPostgres()
}

async function openSite(): Promise<OdooSite & { close(): Promise<void> }> {
  const { ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY, ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD } = env
  if (ODOO_URL === undefined) {
    const version = Number(env['SANDBOX_ODOO'] ?? 18)
    if (version !== 17 && version !== 18 && version !== 19) throw new Error('SANDBOX_ODOO is 17, 18 or 19.')
    return sandboxOdoo({ data: 'empty', version, suite: env['SANDBOX_SUITE'] !== 'no' })
  }
  return {
    url: ODOO_URL,
    db: ODOO_DB ?? '',
    bot: { login: ODOO_LOGIN ?? '', password: ODOO_API_KEY ?? '' },
    admin: { login: ODOO_ADMIN_LOGIN ?? '', password: ODOO_ADMIN_PASSWORD ?? '' },
    close: () => Promise.resolve(),
  }
}
