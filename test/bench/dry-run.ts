/**
 * `npm run bench:dry-run` compares another policy with the present one for a program with many
 * students, through the API and the product's own worker: time, calls to Odoo and writes.
 *
 * `-- --size 10000`: students. Odoo is a sandbox in a process of its own, or the server that
 * ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY name.
 */
import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { DEFAULT_DOCUMENT } from '../../src/domain/policy.js'
import { odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { openEnvironment } from '../e2e/environment.js'
import { tallied } from '../support/counted-transport.js'
import { stopPostgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'
import { odooServer } from './odoo-server.js'
import { directClient, makePopulation } from './sync/learners.js'

const { values: options } = parseArgs({
  options: { size: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
})
const SIZE = Number(options.size)

interface DryRun {
  readonly state: string
  readonly students: number
  readonly counts: Readonly<Record<string, number>>
  readonly links: { readonly self: string }
}

const calls = new Map<string, number>()
const server = await odooServer()
const environment = await openEnvironment({ ...server, admin: server.bot }, 'auto', (credentials) =>
  odooClient(tallied(new ConnectedTransport(credentials), calls)),
)
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
try {
  const { programId, courseIntegrationId, learners } = await makePopulation(directClient(server), SIZE, 20)
  await environment.store.pool.query(
    `insert into application (program_id, student_id, run, policy_version, training_started_at)
     select $1, unnest($2::integer[]), 1, 0, now()`,
    [programId, learners.map(({ studentId }) => studentId)],
  )
  calls.clear()
  const startedAt = performance.now()
  const proposed = {
    policy: { ...DEFAULT_DOCUMENT, training: { ...DEFAULT_DOCUMENT.training, milestones: [45] } },
    courses: [{ courseIntegrationId, completionThreshold: 40 }],
  }
  const posted = await environment.call(`/v1/programs/${programId}/dry-runs`, proposed)
  const { links } = posted.json as DryRun
  const run = await waitFor('the end of the dry run', async () => {
    const present = (await environment.call(links.self)).json as DryRun
    return present.state !== 'running' && present
  })
  const seconds = (performance.now() - startedAt) / 1000
  assert.deepEqual(
    [run.state, run.students, run.counts['course_complete'], run.counts['certificate_to_review']],
    ['completed', SIZE, SIZE, SIZE],
  )
  const made = [...calls.values()].reduce((sum, count) => sum + count, 0)
  const writes = [...calls].filter(([kind]) => /^(create|write|unlink|load) /.test(kind))
  const students = `${SIZE.toLocaleString('en')} students`
  results.push(
    { name: students, value: Math.round(100 * seconds) / 100, unit: 's', limit: null },
    { name: students, value: made, unit: 'calls', limit: 60 },
    { name: students, value: writes.length, unit: 'writes', limit: 0 },
  )
} finally {
  await environment.close()
  await server.stop()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'dry-run', size: SIZE, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1
