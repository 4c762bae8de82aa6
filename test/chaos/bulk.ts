/**
 * `npm run chaos:bulk` enrolls students with a bulk operation and undoes it, while the worker, the
 * API and Temporal are killed with -9 at random moments. Between the two, some students learn. At
 * the end a checker reports what was lost, done twice or wrongly undone.
 *
 * `-- --students 100 --kills 4 --kill api,temporal --faults 0.02 --seed N --limit 900 --json`.
 * `--kills`: of the worker, in the run and again in the undo; with five in a row, each right after
 * a start, the launcher may give up. `--kill`: other parts, once in each.
 * The same seed makes the same decisions.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../sandbox/seeded-random.js'
import { SlideProgress } from '../../src/odoo/schema/index.js'
import { createApiKey } from '../../src/store/api-keys.js'
import { openStore } from '../../src/store/store.js'
import { directClient } from '../bench/sync/learners.js'
import { bulkClient, type Operation } from '../e2e/bulk-client.js'
import { startOdooProcess, type OdooProcess } from '../support/odoo-process.js'
import { stopPostgres } from '../support/postgres.js'
import { smtpServer } from '../support/smtp.js'
import { waitFor } from '../support/wait-for.js'
import { apiCaller } from './bulk/api-caller.js'
import { afterRun, afterUndo, type Observation, type Violation } from './bulk/checker.js'
import { observe } from './bulk/observe.js'
import { makePopulation, type Population } from './bulk/population.js'
import { chaosOptions } from './options.js'
import { startProduct, type Product, type Victim } from './product.js'
import { acceptedMails, sqlOn } from './records.js'

/** Every so many of the students learn before the undo. */
const LEARNING = 7
/** Seconds between two kills, at most. */
const PAUSE = 20
/** A duplicate would arrive by then. Milliseconds. */
const SETTLED = 10_000

const options = chaosOptions({ students: '100', kills: '4', kill: 'api,temporal', faults: '0.02' })
const limit = options.limit * 1000
const random = seededRandom(options.seed)
const startedAt = performance.now()
const seconds = () => Math.round((performance.now() - startedAt) / 1000)
const say = (line: string) => console.error(`${String(seconds()).padStart(5)} s  ${line}`)

const dataDir = await mkdtemp(join(tmpdir(), 'chaos-bulk-'))
// Run by root, the embedded PostgreSQL is another user's process and must reach its folder.
await chmod(dataDir, 0o755)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const smtp = await smtpServer()
let odoo: OdooProcess | undefined
let product: Product | undefined
try {
  say(`${options.students} students, seed ${options.seed}`)
  odoo = await startOdooProcess(new URL('../bench/sandbox-server.ts', import.meta.url))
  const population = await makePopulation(directClient(odoo), options.students)
  product = await startProduct(
    dataDir,
    {
      INTAKE_DEFAULT: 'off',
      ALLOW_DEMO_VALUES: 'true',
      BULK_GUARD_PERCENT: '100',
      ODOO_URL: odoo.url,
      ODOO_DB: odoo.db,
      ODOO_LOGIN: odoo.bot.login,
      ODOO_API_KEY: odoo.bot.password,
      SMTP_URL: smtp.url(),
      SWEEP_INTERVAL_SECONDS: '5',
      SWEEP_QUIET_SECONDS: '10',
      LOG_LEVEL: 'warn',
    },
    say,
  )
  say('the product is up')
  const { violations, kills } = await endure(odoo, product, population)
  for (const { kind, what } of violations.slice(0, 50)) console.log(`${kind}: ${what}`)
  const results = (['lost', 'duplicated', 'wrongly undone'] as const).map((kind) => ({
    name: kind,
    value: violations.filter((one) => one.kind === kind).length,
    unit: 'records',
    limit: 0,
  }))
  console.log(
    `${options.students} students, seed ${options.seed}, ${kills} kills, Odoo's faults ${JSON.stringify(await odoo.faultsMet())}, ${seconds()} s: ` +
      results.map(({ name, value }) => `${value} ${name}`).join(', '),
  )
  if (options.json) console.log(JSON.stringify({ bench: 'chaos:bulk', students: options.students, results }))
  process.exitCode = violations.length === 0 ? 0 : 1
} finally {
  await product?.stop()
  await odoo?.stop()
  await smtp.close()
  await stopPostgres()
  if (options.keep) console.error(`kept: ${dataDir}`)
  else await rm(dataDir, { recursive: true, force: true })
}

async function endure(from: OdooProcess, target: Product, population: Population) {
  const sql = sqlOn(from.databaseUrl)
  const { programId, channels, studentIds } = population
  const store = openStore(target.databaseUrl)
  const key = await createApiKey(store, 'chaos').finally(() => store.close())
  const bulk = bulkClient({ call: apiCaller(target.apiUrl, key) }, limit)
  const before = await observe(sql)
  const operation = await bulk.preview({ kind: 'enroll', filter: { programId } })
  expectOutcomes(operation, { pending: studentIds.length })
  if (JSON.stringify(await observe(sql)) !== JSON.stringify(before))
    throw new Error('The preview wrote to Odoo.')

  await from.setFaults({ rate: options.faults, seed: options.seed + 2, slowMs: 500, lostMs: 500 })
  let killing = kill(target)
  await bulk.confirm(operation)
  const done = await bulk.reaches(operation.id, 'completed')
  say(`the run has ended: ${JSON.stringify(done.outcomes)}`)
  const isWelcome = () => {
    const welcomed = welcomeMails()
    return studentIds.every((id) => welcomed.has(id))
  }
  const isComplete = async () =>
    afterRun(await observe(sql), studentIds, channels, welcomeMails()).length === 0
  await waitFor('everybody is in training', async () => isWelcome() && (await isComplete()), { limit }).catch(
    () => undefined,
  )
  await killing.ended
  const first = killing.count()
  await sleep(SETTLED)
  const violations: Violation[] = [...afterRun(await observe(sql), studentIds, channels, welcomeMails())]
  if (done.outcomes['done'] !== studentIds.length)
    violations.push({ kind: 'lost', what: `the items are ${JSON.stringify(done.outcomes)}` })

  await from.setFaults({ rate: 0 })
  const learned = studentIds.filter((_, place) => place % LEARNING === 0)
  const atLearning = await observe(sql)
  await learn(from, atLearning, learned, population.lesson)
  await from.setFaults({ rate: options.faults })
  killing = kill(target)
  await bulk.command(operation.id, 'undo')
  const undone = await bulk.reaches(operation.id, 'undone')
  say(`the undo has ended: ${JSON.stringify(undone.outcomes)}`)
  await killing.ended
  await sleep(SETTLED)
  // Who had access before keeps that, with the progress in it; the rest of their enrollment goes.
  const kept = learned.filter((id) => {
    const partner = atLearning.students.find((student) => student.id === id)?.partner
    return !before.memberships.some((one) => one.partner === partner && one.channel === channels[0])
  })
  violations.push(...afterUndo(before, await observe(sql), kept, atLearning))
  const expected = { undone: studentIds.length - kept.length, kept: kept.length }
  for (const [outcome, count] of Object.entries(expected))
    if ((undone.outcomes[outcome] ?? 0) !== count)
      violations.push({ kind: 'wrongly undone', what: `the items are ${JSON.stringify(undone.outcomes)}` })
  return { violations, kills: first + killing.count() }
}

function expectOutcomes({ outcomes }: Operation, expected: Operation['outcomes']): void {
  if (JSON.stringify(outcomes) !== JSON.stringify(expected))
    throw new Error(`The preview says ${JSON.stringify(outcomes)}, not ${JSON.stringify(expected)}.`)
}

/** Welcome emails by student. The same Message-ID twice is one: its outcome was unknown. */
function welcomeMails(): Map<number, number> {
  const ids = new Map<number, Set<string>>()
  for (const { kind, student, messageId } of acceptedMails(smtp))
    if (kind === 'welcome') ids.set(student, (ids.get(student) ?? new Set()).add(messageId))
  return new Map([...ids].map(([student, { size }]) => [student, size]))
}

async function learn(
  from: OdooProcess,
  { students }: Observation,
  learned: readonly number[],
  slide: number,
): Promise<void> {
  const direct = directClient(from)
  for (const id of learned) {
    const partner = students.find((student) => student.id === id)?.partner ?? null
    if (partner === null) throw new Error(`Student ${id} has no contact and cannot learn.`)
    await direct.create(SlideProgress, { slide, partner, completed: true })
  }
}

/** Kills the parts in random order, with random pauses. */
function kill(target: Product) {
  const victims: Victim[] = Array.from({ length: options.kills }, () => 'worker')
  for (const victim of options.kill) victims.splice(Math.floor(random() * (victims.length + 1)), 0, victim)
  let count = 0
  const ended = (async () => {
    for (const victim of victims) {
      await sleep(1000 * PAUSE * random())
      await target.kill(victim)
      count += 1
      say(`kill -9 ${victim} (${count} of ${victims.length})`)
    }
  })()
  return { ended, count: () => count }
}
