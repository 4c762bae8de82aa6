/**
 * `npm run bench:calls` counts the calls to Odoo that one student costs from application to
 * certificate, through one course that asks for lessons, a live session and homework. It counts
 * them by activity, as they go over the wire to the sandbox. It also counts the sweep's calls,
 * which serve all students together, and the names that each connection resolves once.
 *
 * A read counts as repeated when the activity has made the same read before and has written nothing
 * since.
 */
import { asyncLocalStorage } from '@temporalio/activity'
import { connectOdoo, odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import type { Call, Transport } from '../../src/odoo/client/transport.js'
import { openEnvironment } from '../e2e/environment.js'
import { journey } from '../e2e/records.js'
import { readyOdoo } from '../support/odoo.js'
import { stopPostgres } from '../support/postgres.js'
import { countedTransport } from '../support/counted-transport.js'

/** Activities that serve all students at once. */
const SWEEP = ['findChanges', 'resolveHints', 'syncPage', 'writeCounters']

interface Execution {
  readonly activity: string
  readonly calls: Call[]
}

/** By the token of the task, so each attempt counts separately. */
const executions = new Map<string, Execution>()

const sandbox = await readyOdoo({ data: 'empty' })
const environment = await openEnvironment(sandbox, 'auto', (credentials) =>
  odooClient(counted(new ConnectedTransport(credentials))),
)
try {
  const { url, db, bot } = sandbox
  await journey(environment, connectOdoo({ url, db, login: bot.login, apiKey: bot.password }))
} finally {
  await environment.close()
  await sandbox.close()
  await stopPostgres()
}

function counted(transport: Transport): Transport {
  return countedTransport(transport, (call) => {
    const info = asyncLocalStorage.getStore()?.info
    if (!info) return
    const token = info.base64TaskToken
    const execution = executions.get(token) ?? { activity: info.activityType, calls: [] }
    execution.calls.push(call)
    executions.set(token, execution)
  })
}

/** Whoever needs a model first asks what the server calls it. */
const isLookUp = ({ method }: Call) => method === 'fields_get'

function repeated({ calls }: Execution): number {
  const reads = new Set<string>()
  let repeats = 0
  for (const call of calls) {
    const { model, method, ids, args, kwargs, context } = call
    const read = JSON.stringify([model, method, ids, args, kwargs, context])
    if (!call.reads) reads.clear()
    else if (reads.has(read)) repeats += 1
    else reads.add(read)
  }
  return repeats
}

const all = [...executions.values()]
const activities = [...new Set(all.map(({ activity }) => activity))].map((activity) => {
  const runs = all.filter((execution) => execution.activity === activity)
  const calls = runs.flatMap((run) => run.calls.filter((call) => !isLookUp(call)))
  return { activity, runs: runs.length, calls, repeated: runs.reduce((sum, run) => sum + repeated(run), 0) }
})
const callsOf = (ofSweep: boolean) =>
  activities
    .filter(({ activity }) => SWEEP.includes(activity) === ofSweep)
    .reduce((sum, { calls }) => sum + calls.length, 0)

const results = [
  { name: 'calls for one student, one course', value: callsOf(false), unit: 'calls', limit: null },
  { name: 'calls of the three sweeps', value: callsOf(true), unit: 'calls', limit: null },
  {
    name: 'names resolved, once per connection',
    value: all.flatMap(({ calls }) => calls.filter(isLookUp)).length,
    unit: 'calls',
    limit: null,
  },
  {
    name: 'reads repeated within an activity',
    value: activities.reduce((sum, activity) => sum + activity.repeated, 0),
    unit: 'calls',
    limit: 0,
  },
]
const details = activities.map(({ activity, runs, calls }) => ({
  activity,
  runs,
  calls: calls.length,
  by: tally(calls.map(({ model, method }) => `${method} ${model}`)),
}))
for (const { activity, runs, calls, by } of details)
  console.log(`${activity}: ${runs} × ${Math.round((10 * calls) / runs) / 10} calls; ${by}`)
for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'calls', results, details }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

function tally(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => (count === 1 ? name : `${count} ${name}`))
    .join(', ')
}
