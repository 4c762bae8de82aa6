/**
 * `npm run bench:reconciliation` counts the calls to Odoo of a reconciliation: without drift, and
 * with 10 rows that somebody has changed without a write date, with 40, 10,000 and 100,000
 * memberships in ten courses. Nobody is read again: this is about the comparison.
 */
import { MockActivityEnvironment } from '@temporalio/testing'
import { createActivities } from '../../activities/index.js'
import { saveRowVersions } from '../../src/store/known-versions.js'
import { enterReconciliation } from '../../src/store/reconciliations.js'
import { connectOdoo, odooClient } from '../../src/odoo/client/client.js'
import { ConnectedTransport } from '../../src/odoo/client/connect.js'
import { TRACKED_MODELS } from '../../activities/sync/tracked-models.js'
import { makeContact, makeCourse, makeProgram, makeStudent } from '../support/odoo-records.js'
import { readyOdoo } from '../support/odoo.js'
import { stopPostgres } from '../support/postgres.js'
import { openProduct } from '../support/product-fixture.js'
import { countedTransport } from '../support/counted-transport.js'

const SIZES = [40, 10_000, 100_000]
const COURSES = 10
const DRIFTED = 10

const results: { name: string; value: number; unit: string; limit: number | null }[] = []
const sandbox = await readyOdoo({ data: 'empty' })
try {
  const { url, db, bot } = sandbox
  const direct = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
  const programId = await makeProgram({ direct })
  const channels: number[] = []
  for (let course = 0; course < COURSES; course += 1)
    channels.push((await makeCourse({ direct }, programId)).channelId)
  const partner = await makeContact({ direct }, 'learner@example.org')
  await makeStudent({ direct }, { partner, state: 'rejected' })
  for (const size of SIZES) await measure(size, channels)
} finally {
  await sandbox.close()
  await stopPostgres()
}

for (const { name, value, unit } of results) console.log(`${name}: ${value} ${unit}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'reconciliation', results }))

async function measure(size: number, channels: readonly number[]): Promise<void> {
  await grow(size, channels)
  const { url, db, bot } = sandbox
  const product = await openProduct({ odoo: { url, db, ...bot } })
  const { store, config, temporal } = product
  const transport = new ConnectedTransport(config.odoo)
  let calls = 0
  const odoo = odooClient(
    countedTransport(transport, ({ method }) => {
      if (method !== 'fields_get') calls += 1
    }),
  )
  const activities = createActivities({ odoo, store, config, temporal, clock: () => new Date() })
  const compare = async () => {
    const runId = await enterReconciliation(store, { dryRun: false, requestedBy: 'bench', workflowRun: null })
    const request = { runId, dryRun: false }
    const { models } = await run(() => activities.beginReconciliation(request))
    calls = 0
    const start = performance.now()
    let drift = 0
    for (const model of models)
      drift += (await run(() => activities.compareModel({ ...request, model }))).drift
    drift += (await run(() => activities.compareRegisters(request))).drift
    return { calls, drift, ms: Math.round(performance.now() - start) }
  }
  try {
    while (!(await run(() => activities.findChanges())).complete);
    await store.db.deleteFrom('changed_student').execute()
    await remember(odoo, store)
    const memberships = size.toLocaleString('en')
    const report = (what: string, { calls: made, drift, ms }: Awaited<ReturnType<typeof compare>>) => {
      results.push({
        name: `calls ${what}, ${memberships} memberships`,
        value: made,
        unit: 'calls',
        limit: null,
      })
      results.push({
        name: `drift found ${what}, ${memberships} memberships`,
        value: drift,
        unit: 'rows',
        limit: null,
      })
      results.push({
        name: `comparison ${what}, ${memberships} memberships`,
        value: ms,
        unit: 'ms',
        limit: null,
      })
    }
    report('without drift', await compare())
    await sandbox.sql(
      `update slide_channel_partner set completion = completion + 1 where id in (
         select id from (select id, ntile($1) over (order by id) as part from slide_channel_partner) one
         where id in (select max(id) from (
           select id, ntile($1) over (order by id) as part from slide_channel_partner) two group by part))`,
      [DRIFTED],
    )
    report('with 10 drifted rows', await compare())
    await sandbox.sql('update slide_channel_partner set completion = 0')
  } finally {
    await product.close()
  }
}

async function run<T>(work: () => Promise<T>): Promise<T> {
  return new MockActivityEnvironment().run(work)
}

/** As if pages had read every row. */
async function remember(
  odoo: ReturnType<typeof odooClient>,
  store: Awaited<ReturnType<typeof openProduct>>['store'],
): Promise<void> {
  const [student] = await sandbox.sql<{ id: number }>('select id from gr_student')
  for (const tracked of TRACKED_MODELS)
    for await (const rows of tracked.rowsIn(odoo, { group: null, after: 0, upTo: null }))
      await store.db.transaction().execute((transaction) =>
        saveRowVersions(
          transaction,
          rows.map(({ version }) => ({ ...version, studentId: student?.id ?? 0 })),
        ),
      )
}

/**
 * Adds memberships with a write date before every window. Odoo allows one of a contact in a
 * course, so each belongs to a contact of its own.
 */
async function grow(size: number, channels: readonly number[]): Promise<void> {
  const [row] = await sandbox.sql<{ count: string }>('select count(*) from slide_channel_partner')
  const missing = size - Number(row?.count ?? 0)
  await sandbox.sql(
    `with contact as (
       insert into res_partner (name, active) select 'Learner', true from generate_series(1, $1::integer) returning id)
     insert into slide_channel_partner (channel_id, partner_id, completion, completed_slides_count, member_status, active, write_date)
     select ($2::integer[])[1 + id % array_length($2::integer[], 1)], id, 0, 0, 'joined', true, now() - interval '2 days'
     from contact`,
    [missing, channels],
  )
  for (const table of ['gr_student', 'slide_channel_partner'])
    await sandbox.sql(`update ${table} set write_date = now() - interval '2 days'`)
}
