/**
 * `npm run chaos:changes` changes the records of learners while webhooks are lost, transactions are
 * committed late, Odoo's calls meet faults and the worker is killed with -9. At the end the checker
 * computes every tracker again from Odoo's own tables.
 *
 * `-- --changes 2000 --learners 400 --loss 0.1 --kills 5 --faults 0.02 --seed N --json`. The same
 * seed makes the same decisions.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../sandbox/seeded-random.js'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { applySetup } from '../../src/odoo/setup/apply.js'
import { openStore } from '../../src/store/store.js'
import { webhookAddress } from '../../src/webhooks/setup-address.js'
import { directClient, makePopulation } from '../bench/sync/learners.js'
import { startOdooProcess, type OdooProcess } from '../support/odoo-process.js'
import { stopPostgres } from '../support/postgres.js'
import { smtpServer } from '../support/smtp.js'
import { checkTrackers } from './changes/checker.js'
import { lossyWebhooks, type LossyWebhooks } from './changes/lossy-webhooks.js'
import { makeChanges } from './changes/make-changes.js'
import { startProduct, type Product } from './product.js'
import { sqlOn } from './records.js'

const { values: options } = parseArgs({
  options: {
    changes: { type: 'string', default: '2000' },
    learners: { type: 'string', default: '400' },
    loss: { type: 'string', default: '0.1' },
    kills: { type: 'string', default: '5' },
    faults: { type: 'string', default: '0.02' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    json: { type: 'boolean', default: false },
  },
})
const CHANGES = Number(options.changes)
const KILLS = Number(options.kills)
const SEED = Number(options.seed)
/** Longer than any cadence of the sweep in this run. Seconds. */
const SETTLED = 90

const startedAt = performance.now()
const say = (line: string) =>
  console.error(`${String(Math.round((performance.now() - startedAt) / 1000)).padStart(5)} s  ${line}`)

const dataDir = await mkdtemp(join(tmpdir(), 'chaos-changes-'))
await chmod(dataDir, 0o755)
const smtp = await smtpServer()
let odoo: OdooProcess | undefined
let product: Product | undefined
let webhooks: LossyWebhooks | undefined
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
try {
  odoo = await startOdooProcess(new URL('../bench/sandbox-server.ts', import.meta.url))
  const direct = directClient(odoo)
  const population = await makePopulation(direct, Number(options.learners), 0)
  product = await startProduct(
    dataDir,
    {
      ODOO_URL: odoo.url,
      ODOO_DB: odoo.db,
      ODOO_LOGIN: odoo.bot.login,
      ODOO_API_KEY: odoo.bot.password,
      SMTP_URL: smtp.url(),
      SWEEP_INTERVAL_SECONDS: '10',
      SWEEP_QUIET_SECONDS: '20',
      LOG_LEVEL: 'warn',
    },
    say,
  )
  const losing = seededRandom(SEED + 1)
  webhooks = await lossyWebhooks(product.apiUrl, () => losing() < Number(options.loss))
  await installWebhooks(odoo, product, webhooks)
  await registerClosed(product, population.programId, population.learners)
  const odooSql = sqlOn(odoo.databaseUrl)
  await accuracyWithin(SETTLED, async () => (await checkTrackers(odooSql)).map(({ isRight }) => isRight))
  say(`${options.learners} learners, seed ${options.seed}`)

  await odoo.setFaults({ rate: Number(options.faults), seed: SEED + 2, slowMs: 500, lostMs: 500 })
  const killing = killWorkers(product, seededRandom(SEED + 3))
  const { databaseUrl } = odoo
  const changed = await makeChanges({ direct, databaseUrl }, population, CHANGES, seededRandom(SEED))
  say(`${String(changed.length)} changes are in Odoo`)
  await killing.stop()
  const changesMadeAt = performance.now()
  const accuracy = await accuracyWithin(SETTLED, async () => {
    const wrong = new Set((await checkTrackers(odooSql)).flatMap((one) => (one.isRight ? [] : [one.student])))
    return changed.map((student) => !wrong.has(student))
  })
  results.push(
    {
      name: 'changes whose tracker is wrong before reconciliation',
      value: round(100 * (1 - accuracy)),
      unit: '%',
      limit: 0.1,
    },
    {
      name: 'last change until all trackers are right',
      value: round((performance.now() - changesMadeAt) / 1000),
      unit: 's',
      limit: null,
    },
    { name: 'webhooks lost', value: webhooks.counts.lost, unit: 'calls', limit: null },
    { name: 'webhooks received', value: webhooks.counts.passed, unit: 'calls', limit: null },
    { name: 'kills of the worker', value: killing.count(), unit: 'kills', limit: null },
  )
} finally {
  await webhooks?.close()
  await product?.stop()
  await odoo?.stop()
  await smtp.close()
  await stopPostgres()
  await rm(dataDir, { recursive: true, force: true })
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${value} ${unit}${limit === null ? '' : ` (limit ${limit})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'chaos:changes', changes: CHANGES, results }))
process.exitCode = results.every(({ value, limit }) => limit === null || value <= limit) ? 0 : 1

/** As an administrator does. The rules call the API through what loses some of the calls. */
async function installWebhooks(
  { url, db, bot }: OdooProcess,
  { databaseUrl }: Product,
  { url: hooksUrl }: LossyWebhooks,
): Promise<void> {
  const admin = connectOdoo({ url, db, login: 'admin', apiKey: 'admin' })
  const store = openStore(databaseUrl)
  try {
    const address = webhookAddress(admin, { store, url: hooksUrl, graceHours: 24 }, { renew: false })
    await applySetup(admin, { adminLogin: 'admin', botLogin: bot.login, webhooks: address, appUrl: null })
  } finally {
    await store.close()
  }
}

/** Closed applications need no workflow: this is about the numbers. */
async function registerClosed(
  { databaseUrl }: Product,
  programId: number,
  learners: readonly { readonly studentId: number }[],
): Promise<void> {
  const store = openStore(databaseUrl)
  try {
    await store.pool.query(
      `insert into application (program_id, student_id, run, policy_version, training_started_at, ended_at, ended_stage)
       select $1, unnest($2::integer[]), 1, 0, now(), now(), 'certified'`,
      [programId, learners.map(({ studentId }) => studentId)],
    )
  } finally {
    await store.close()
  }
}

/** Kills the worker again and again, at random moments, until it is stopped. */
function killWorkers(target: Product, random: () => number) {
  const end = new AbortController()
  let count = 0
  const killing = (async () => {
    while (count < KILLS) {
      await sleep(1000 * (5 + 10 * random()), undefined, { signal: end.signal })
      await target.kill('worker')
      count += 1
      say(`kill -9 worker (${String(count)})`)
    }
  })().catch((error: unknown) => {
    if (!end.signal.aborted) throw error
  })
  return {
    count: () => count,
    stop: async () => {
      end.abort()
      await killing
    },
  }
}

/** Returns the share that is right, as soon as it is all of it, or else after so many seconds. */
async function accuracyWithin(seconds: number, check: () => Promise<readonly boolean[]>): Promise<number> {
  const end = performance.now() + 1000 * seconds
  for (;;) {
    const all = await check()
    const share = all.filter(Boolean).length / all.length
    if (share === 1 || performance.now() > end) return share
    await sleep(1000)
  }
}

function round(value: number): number {
  return Math.round(100 * value) / 100
}
