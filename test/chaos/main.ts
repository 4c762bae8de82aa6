/**
 * `npm run chaos` takes many students through all three flows while everything fails. It kills the
 * worker (and on request every other part) with -9 at random moments. Odoo's calls meet faults. The
 * mail server defers mails, and hangs up after it has accepted them.
 *
 * At the end, `checker.ts` compares Odoo's rows, the mail server's own log and the email ledger,
 * and reports what was lost, what is there twice, and what contradicts. The same seed makes the
 * same decisions. See `options.ts` for the options.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../sandbox/seeded-random.js'
import { type OdooProcess, startOdooProcess } from '../support/odoo-process.js'
import { stopPostgres } from '../support/postgres.js'
import { smtpServer } from '../support/smtp.js'
import { findViolations, type Observation } from './checker.js'
import { smtpFaults } from './smtp-faults.js'
import { chaosOptions } from './options.js'
import { type Product, startProduct, type Victim } from './product.js'
import { acceptedMails, lastContact, mailLedger, odooRecords, sqlOn } from './records.js'
import { hasPassed, progressOf, reportOf, resultsOf, type Run } from './report.js'

/** Milliseconds. */
const OBSERVE_INTERVAL = 2_000
/** The quiet time at the end, in which a duplicate would still arrive. Milliseconds. */
const SETTLED = 10_000
/** Time of work before Odoo's outage, if there is one. Milliseconds. */
const BEFORE_OUTAGE = 45_000

/**
 * Kills are spread over the work, not over the time. A journey takes about five mails, and the last
 * kill comes before the last of them.
 */
const MAILS_WITH_KILLS = 4.5
/**
 * Share of kills that follow the previous one within seconds, so that a part is also killed while
 * it starts.
 */
const IN_A_ROW = 0.2
/** The longest pause before such a kill. Seconds. */
const ROW_PAUSE = 6

/** States of a mail in the ledger that will still change. */
const UNSETTLED = ['pending', 'sending']

const options = chaosOptions()
const startedAt = performance.now()
const seconds = () => Math.round((performance.now() - startedAt) / 1000)
const say = (line: string) => console.log(`${String(seconds()).padStart(5)} s  ${line}`)

const killPlan = planKills(seededRandom(options.seed))
const mailFaults = smtpFaults(seededRandom(options.seed + 1))
const smtp = await smtpServer(mailFaults.next)
const dataDir = await mkdtemp(join(tmpdir(), 'chaos-'))
// Run by root, the embedded PostgreSQL is another user's process and must reach its folder.
await chmod(dataDir, 0o755)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
let odoo: OdooProcess | undefined
let product: Product | undefined

try {
  say(`${String(options.students)} students, seed ${String(options.seed)}`)
  odoo = await startOdooProcess(new URL('./odoo.ts', import.meta.url), [String(options.students)])
  await odoo.setFaults({ rate: options.faults, seed: options.seed + 2, slowMs: 1500, lostMs: 1500 })
  const oldContacts = await lastContact(sqlOn(odoo.databaseUrl))
  say('Odoo is up')
  product = await startProduct(
    dataDir,
    {
      // All of the students are ours, and nobody is real.
      INTAKE_DEFAULT: 'on',
      INTAKE_BRAKE: '0',
      ALLOW_DEMO_VALUES: 'true',
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
  const run = await endure(odoo, product, oldContacts)
  console.log(reportOf(run))
  if (options.json) console.log(JSON.stringify({ bench: 'chaos', results: resultsOf(run) }))
  process.exitCode = hasPassed(run) ? 0 : 1
} finally {
  await product?.stop()
  await odoo?.stop()
  await smtp.close()
  await stopPostgres()
  if (options.keep) console.error(`kept: ${dataDir}`)
  else await rm(dataDir, { recursive: true, force: true })
}

/** Lets everything fail until all is quiet or the time is over. */
async function endure(from: OdooProcess, target: Product, oldContacts: number): Promise<Run> {
  const odooSql = sqlOn(from.databaseUrl)
  const ledgerSql = sqlOn(target.databaseUrl)
  const end = new AbortController()
  const { signal } = end
  let kills = 0
  const killing = (async () => {
    for (const { victim, afterMails, pause } of killPlan) {
      while (smtp.received.length < (afterMails ?? 0)) await sleep(100, undefined, { signal })
      await sleep(pause * 1000, undefined, { signal })
      await target.kill(victim)
      kills += 1
      say(`kill -9 ${victim} (${String(kills)} of ${String(killPlan.length)})`)
    }
  })()
  const faults = Promise.all([killing, options.outage > 0 && odooOutage(from, signal)])
  const seen = await untilQuiet(
    async () => ({
      ...(await odooRecords(odooSql, oldContacts)),
      accepted: acceptedMails(smtp),
      ledger: await mailLedger(ledgerSql),
    }),
    faults,
  )
  end.abort()
  return {
    options,
    seen,
    violations: findViolations(seen),
    kills: { planned: killPlan.length, done: kills },
    odooFaults: await from.faultsMet(),
    mailFaults: mailFaults.met,
    seconds: seconds(),
  }
}

interface Kill {
  readonly victim: Victim
  /** Kill when the mail server has accepted so many mails. null: soon after the previous kill. */
  readonly afterMails: number | null
  /** Seconds from then on. */
  readonly pause: number
}

/** Plans the kills of the worker, and one kill of each other victim somewhere among them. */
function planKills(random: () => number): Kill[] {
  const victims: Victim[] = Array.from({ length: options.kills }, () => 'worker')
  for (const victim of options.kill) victims.splice(Math.floor(random() * (victims.length + 1)), 0, victim)
  const moments = victims.map(() => Math.floor(random() * options.students * MAILS_WITH_KILLS))
  moments.sort((a, b) => a - b)
  return victims.map((victim, place) => {
    const inARow = place > 0 && random() < IN_A_ROW
    const pause = random() * ROW_PAUSE
    return { victim, afterMails: inARow ? null : (moments[place] ?? 0), pause }
  })
}

async function odooOutage(from: OdooProcess, signal: AbortSignal): Promise<void> {
  await sleep(BEFORE_OUTAGE, undefined, { signal })
  await from.setFaults({ down: true })
  say(`Odoo is down for ${String(options.outage)} s`)
  await sleep(options.outage * 1000, undefined, { signal })
  await from.setFaults({ down: false })
  say('Odoo is back')
}

/**
 * Waits until all faults are over, nothing is missing and every mail is settled. Returns the last
 * observation; at the time limit that is whatever is there.
 */
async function untilQuiet(
  observe: () => Promise<Observation>,
  faults: Promise<unknown>,
): Promise<Observation> {
  const ending = { over: false, failure: null as Error | null }
  faults.then(
    () => (ending.over = true),
    (error: unknown) => (ending.failure = error instanceof Error ? error : new Error(String(error))),
  )
  let reported = ''
  for (;;) {
    await sleep(OBSERVE_INTERVAL)
    if (ending.failure) throw ending.failure
    const isLate = seconds() > options.limit
    // A database that was killed is unavailable for a moment.
    const seen = isLate ? await observe() : await observe().catch(() => null)
    if (seen === null) continue
    const progress = progressOf(seen)
    if (progress !== reported) say(progress)
    reported = progress
    if (isLate) return seen
    if (!ending.over || !isQuiet(seen)) continue
    await sleep(SETTLED)
    const after = await observe()
    if (after.accepted.length === seen.accepted.length && isQuiet(after)) return after
  }
}

function isQuiet(seen: Observation): boolean {
  return (
    seen.ledger.every(({ state }) => !UNSETTLED.includes(state)) &&
    findViolations(seen).every(({ kind }) => kind !== 'lost')
  )
}
