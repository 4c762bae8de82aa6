/**
 * Many students through all three charts while everything fails: workers (and on demand every other part) are killed -9 at random moments,
 * Odoo's calls meet faults, the mail server defers mails and hangs up after it has taken them. At the end a checker that reads only Odoo's records
 * and the mail server's own log says what was lost or is there twice. The same seed makes the same decisions.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../sandbox/seeded-random.js'
import { stopPostgres } from '../support/postgres.js'
import { smtpServer } from '../support/smtp.js'
import { findViolations, type Observation } from './checker.js'
import { mailWeather } from './smtp-faults.js'
import { type OdooProcess, startOdoo } from './odoo-process.js'
import { chaosOptions } from './options.js'
import { type Product, startProduct, type Victim } from './product.js'
import { acceptedMails, asking, lastContact, mailLedger, odooRecords } from './records.js'
import { hasPassed, progressOf, reportOf, resultsOf, type Run } from './report.js'

/** Milliseconds. */
const LOOK_INTERVAL = 2_000
/** Quiet for so long at the end: what would come twice has time to come. Milliseconds. */
const SETTLED = 10_000
/** Work before Odoo goes away, when it is to. Milliseconds. */
const BEFORE_OUTAGE = 45_000

/** Kills are spread over the work, not over the time: a journey takes about five mails, and the last kill comes before the last of them. */
const MAILS_WITH_KILLS = 4.5
/** Share of kills that come seconds after the one before: so that a part is killed while it starts, too. */
const IN_A_ROW = 0.2
/** Seconds before such a kill. */
const ROW_PAUSE = 6

/** States of a mail in the ledger that something still follows upon. */
const UNSETTLED = ['pending', 'sending']

const options = chaosOptions()
const beganAt = performance.now()
const seconds = () => Math.round((performance.now() - beganAt) / 1000)
const say = (line: string) => console.log(`${String(seconds()).padStart(5)} s  ${line}`)

const killPlan = planKills(seededRandom(options.seed))
const weather = mailWeather(seededRandom(options.seed + 1))
const smtp = await smtpServer(weather.next)
const dataDir = await mkdtemp(join(tmpdir(), 'chaos-'))
// Run by root, the embedded PostgreSQL is another user's process and must reach its folder.
await chmod(dataDir, 0o755)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
let odoo: OdooProcess | undefined
let product: Product | undefined

try {
  say(`${String(options.students)} students, seed ${String(options.seed)}`)
  odoo = await startOdoo(options.students)
  await odoo.setFaults({ rate: options.faults, seed: options.seed + 2, slowMs: 1500, lostMs: 1500 })
  const oldContacts = await lastContact(asking(odoo.databaseUrl))
  say('Odoo is up')
  product = await startProduct(
    dataDir,
    {
      ODOO_URL: odoo.url,
      ODOO_DB: 'training',
      ODOO_LOGIN: 'bot',
      ODOO_API_KEY: 'bot-password',
      SMTP_URL: smtp.url(),
      SWEEP_INTERVAL_SECONDS: '5',
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

/** Everything fails at once until all is quiet, or the time is over. */
async function endure(from: OdooProcess, target: Product, oldContacts: number): Promise<Run> {
  const odooSql = asking(from.databaseUrl)
  const ledgerSql = asking(target.databaseUrl)
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
  const troubles = Promise.all([killing, options.outage > 0 && odooOutage(from, signal)])
  const seen = await untilQuiet(
    async () => ({
      ...(await odooRecords(odooSql, oldContacts)),
      accepted: acceptedMails(smtp),
      ledger: await mailLedger(ledgerSql),
    }),
    troubles,
  )
  end.abort()
  return {
    options,
    seen,
    violations: findViolations(seen),
    kills: { planned: killPlan.length, done: kills },
    odooFaults: await from.faultsMet(),
    mailTroubles: weather.met,
    seconds: seconds(),
  }
}

interface Kill {
  readonly victim: Victim
  /** When the mail server has taken so many mails; null: soon after the kill before. */
  readonly afterMails: number | null
  /** Seconds from then. */
  readonly pause: number
}

/** The worker as often as asked for, the others once each, somewhere among them. */
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

/** Waits until all troubles are over, nothing is missing and every mail is settled; at the time limit answers with what is there. */
async function untilQuiet(
  observe: () => Promise<Observation>,
  troubles: Promise<unknown>,
): Promise<Observation> {
  const ending = { over: false, failure: null as Error | null }
  troubles.then(
    () => (ending.over = true),
    (error: unknown) => (ending.failure = error instanceof Error ? error : new Error(String(error))),
  )
  let told = ''
  for (;;) {
    await sleep(LOOK_INTERVAL)
    if (ending.failure) throw ending.failure
    const isLate = seconds() > options.limit
    // A database that was killed is away for a moment.
    const seen = isLate ? await observe() : await observe().catch(() => null)
    if (seen === null) continue
    const words = progressOf(seen)
    if (words !== told) say(words)
    told = words
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
