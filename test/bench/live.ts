/**
 * `npm run bench:live` measures how long a change in a workflow takes until somebody sees it in a
 * browser who has the student's page open: from the command (a deadline is moved, through the API)
 * to the sentence in the timeline. `-- --changes 100`: how many, one after the other.
 */
import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { applicationRef } from '../../src/contracts/application.js'
import { smallCenter } from '../e2e/small-center.js'
import { openStaffApp, signIn } from '../e2e/staff-app.js'
import { stopPostgres } from '../support/postgres.js'

const { values: options } = parseArgs({
  options: { changes: { type: 'string', default: '100' }, json: { type: 'boolean', default: false } },
})
const CHANGES = Number(options.changes)

/** Milliseconds. */
const LIMIT = 1_000
const DAY = 24 * 60 * 60 * 1_000

const times: number[] = []
const app = await openStaffApp('empty')
try {
  const { learner } = await smallCenter(app.environment)
  const ref = applicationRef(learner)
  const page = await app.newPage()
  await signIn(page, 'manager', `/app/applications/${ref}`)
  await page.locator('.timeline').waitFor()
  for (let change = 0; change <= CHANGES; change += 1) {
    const deadline = new Date(Date.now() + (60 + change) * DAY).toISOString().slice(0, 10)
    const begunAt = performance.now()
    const [{ status, json }] = await Promise.all([
      app.environment.call(`/v1/enrollments/${ref}/extend`, { deadline, reason: 'As measured' }),
      page.getByText(`Deadline moved to ${deadline}`).first().waitFor(),
    ])
    assert.equal(status, 200, JSON.stringify(json))
    // The first one fills caches.
    if (change > 0) times.push(performance.now() - begunAt)
  }
} finally {
  await app.close()
  await stopPostgres()
}

times.sort((a, b) => a - b)
const percentile = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1] ?? NaN)
const results = [
  { name: 'command to open page, median', value: percentile(0.5), unit: 'ms', limit: null },
  { name: 'command to open page, p95', value: percentile(0.95), unit: 'ms', limit: LIMIT },
]
for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'live', results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1
