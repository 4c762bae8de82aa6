/**
 * `npm run e2e:web` shows an agent’s morning in a browser: an email leads to a task, an Odoo
 * account signs in, and ten tasks are decided. It uses the Odoo that the environment names, as
 * `npm run journey` does (and ODOO_AGENT_LOGIN, ODOO_AGENT_PASSWORD for the agent), otherwise the
 * sandbox.
 * Options: `--pictures <folder>`, `--arabic`. CHROMIUM_PATH names the browser.
 */
import { parseArgs } from 'node:util'
import { readyOdoo } from '../support/odoo.js'
import { stopPostgres } from '../support/postgres.js'
import { setUp } from '../support/setup.js'
import { adoptEarlierRecords } from './adopt-earlier-records.js'
import { agentAccount } from './agent-account.js'
import { agentMorning } from './agent-morning.js'
import { connectedSite } from './connected-site.js'
import { openEnvironment } from './environment.js'
import { administratorOf, serveStaffApp } from './staff-app.js'

const { values: options } = parseArgs({
  options: {
    pictures: { type: 'string', default: 'pictures' },
    arabic: { type: 'boolean', default: false },
  },
})
const connected = connectedSite()
if (connected) await setUp(connected)
const site = connected ?? (await readyOdoo({ data: 'empty' }))
const environment = await openEnvironment(site)
try {
  await adoptEarlierRecords(environment)
  const staff = administratorOf(site)
  const agent = await agentAccount(staff, options.arabic)
  const app = await serveStaffApp(environment)
  const steps = await agentMorning({ app, staff, agent, ...options }).finally(app.close)
  const { text: version } = await staff.version()
  console.log(`${connected ? `Odoo ${version}` : 'Sandbox'}, ${options.arabic ? 'Arabic' : 'English'}:`)
  for (const step of steps) console.log(`  ${step}`)
  console.log(`Pictures: ${options.pictures}`)
} finally {
  await environment.close()
  await site.close()
  await stopPostgres()
}
