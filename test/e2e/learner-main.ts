/**
 * `npm run journey:learner` proves in a browser that a learner gets in: welcome email, personal
 * link, password, course, first lesson, progress. It uses the Odoo that the environment names, as
 * `npm run journey` does. That must be a real one, because the pages are Odoo's own. Options:
 * `--screenshots <folder>`, `--arabic` (the student's language), and `--user` (their contact has a
 * user before). CHROMIUM_PATH names the browser.
 */
import { parseArgs } from 'node:util'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { setUp } from '../support/setup.js'
import { stopPostgres } from '../support/postgres.js'
import { adoptEarlierRecords } from './adopt-earlier-records.js'
import { connectedSite } from './connected-site.js'
import { openEnvironment } from './environment.js'
import { learnerJourney } from './learner-journey.js'

const { values: options } = parseArgs({
  options: {
    screenshots: { type: 'string', default: 'screenshots' },
    arabic: { type: 'boolean', default: false },
    user: { type: 'boolean', default: false },
  },
})
const site = connectedSite()
if (!site)
  throw new Error('Set ODOO_URL and the other variables of `npm run journey`: this needs a real Odoo.')
await setUp(site)
const environment = await openEnvironment(site)
try {
  await adoptEarlierRecords(environment)
  const { url, db, admin } = site
  const staff = connectOdoo({ url, db, login: admin.login, apiKey: admin.password })
  const { text: version } = await staff.version()
  const steps = await learnerJourney({ environment, staff, ...options })
  console.log(
    `Odoo ${version}, ${options.arabic ? 'Arabic' : 'English'}, contact ${options.user ? 'with' : 'without'} a user:`,
  )
  for (const step of steps) console.log(`  ${step}`)
} finally {
  await environment.close()
  await stopPostgres()
}
