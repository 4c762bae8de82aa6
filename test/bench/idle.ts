/**
 * `npm run bench:idle` counts the calls to Odoo of a tick of the sweep that finds nothing, with 40,
 * 10,000 and 100,000 students. Half a minute passes between two ticks, as by default, so that the
 * quiet models are read now and then. It also measures the first search of all students.
 */
import { MockActivityEnvironment } from '@temporalio/testing'
import { createActivities } from '../../activities/index.js'
import type { FoundChanges } from '../../src/contracts/activities.js'
import { connectOdoo, odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import type { Transport } from '../../src/odoo/client/transport.js'
import { makeStudent } from '../support/odoo-records.js'
import { readyOdoo } from '../support/odoo.js'
import { stopPostgres } from '../support/postgres.js'
import { openProduct } from '../support/product-fixture.js'
import { countedTransport } from '../support/counted-transport.js'

const SIZES = [40, 10_000, 100_000]
const TICKS = 24
const LIMIT = 4

const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const sandbox = await readyOdoo({ data: 'empty' })
try {
  const { url, db, bot } = sandbox
  await makeStudent({ direct: connectOdoo({ url, db, login: bot.login, apiKey: bot.password }) })
  for (const size of SIZES) await measure(size)
} finally {
  await sandbox.close()
  await stopPostgres()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'idle', results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

async function measure(size: number): Promise<void> {
  await grow(size)
  const { url, db, bot } = sandbox
  const product = await openProduct({ odoo: { url, db, ...bot }, env: { SWEEP_QUIET_SECONDS: '240' } })
  const { store, config, temporal } = product
  let calls = 0
  const transport = counted(new ConnectedTransport(config.odoo), () => {
    calls += 1
  })
  const odoo = odooClient(transport)
  const activities = createActivities({ odoo, store, config, temporal, clock: () => new Date() })
  const environment = () => new MockActivityEnvironment()
  const find = async (): Promise<FoundChanges> => environment().run(() => activities.findChanges())
  try {
    const first = await timeOf(async () => {
      while (!(await find()).complete);
    })
    // Nobody is read: this is about the search.
    await store.db.deleteFrom('changed_student').execute()
    calls = 0
    const ticks = await timeOf(async () => {
      for (let tick = 0; tick < TICKS; tick += 1) {
        await store.pool.query("update sync_cursor set position = position - interval '30 seconds'")
        await find()
      }
    })
    const people = size.toLocaleString('en')
    results.push(
      {
        name: `calls of an idle tick, ${people} students`,
        value: round(calls / TICKS),
        unit: 'calls',
        limit: LIMIT,
      },
      { name: `an idle tick, ${people} students`, value: round(ticks / TICKS), unit: 'ms', limit: null },
      { name: `first search, ${people} students`, value: round(first), unit: 'ms', limit: null },
    )
  } finally {
    await product.close()
  }
}

/** Copies the first student, with a write date before every window. */
async function grow(size: number): Promise<void> {
  const columns = await sandbox.sql<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'odoo' and table_name = 'gr_student' and column_name not in ('id', 'write_date')`,
  )
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const [row] = await sandbox.sql<{ count: string }>('select count(*) from gr_student')
  await sandbox.sql(
    `insert into gr_student (write_date, ${names})
     select now() - interval '1 day', ${names}
     from (select * from gr_student order by id limit 1) as one, generate_series(1, $1::integer)`,
    [size - Number(row?.count ?? 0)],
  )
  await sandbox.sql("update gr_student set write_date = now() - interval '1 day'")
}

/** Counts what goes over the wire. The names of models and fields are asked once per connection. */
function counted(transport: Transport, count: () => void): Transport {
  const ofModels = countedTransport(transport, ({ method }) => {
    if (method !== 'fields_get') count()
  })
  return {
    ...ofModels,
    serverVersion: (signal) => {
      count()
      return transport.serverVersion(signal)
    },
  }
}

/** Milliseconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function round(value: number): number {
  return Math.round(10 * value) / 10
}
