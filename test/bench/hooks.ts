/**
 * `npm run bench:hooks` measures how long Odoo, and its user, waits for the response to a webhook:
 * calls one after the other, many at once about many records, many at once about one record, and a
 * steady thousand a second, each about another record. `-- --seconds 60`: for how long.
 *
 * The calls use HTTP with one connection each, as Odoo's do, and a real PostgreSQL that keeps what
 * it confirms. Sender and API share this process, so the API alone is faster. Only the steady calls
 * come from a process of their own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureWebhookSecret } from '../../src/webhooks/webhook-secrets.js'
import { openWebhooks } from '../webhooks/webhook-fixture.js'
import { durableDatabase } from '../support/postgres.js'
import { watchProcess } from '../support/service-process.js'
import { call } from './hooks/call.js'

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
})
const SECONDS = Number(options.seconds)
const RATE = 1000
/** Of the slowest percent at that rate. Milliseconds. */
const STEADY_LIMIT = 50

const WARM_UP = 200
const CALLS = 2000
const AT_ONCE = 50

/** After this time Odoo gives up a call. Milliseconds. */
const ODOO_LIMIT = 1000

const fixture = await openWebhooks({ LOG_LEVEL: 'info' }, await durableDatabase())
const results: { name: string; value: number; unit: string; limit: number | null }[] = []
try {
  const secret = (await ensureWebhookSecret(fixture.store)) ?? ''
  const address = new URL(`/hooks/odoo/${secret}`, fixture.url)
  const oneByOne = (at: number) => call(address, at)
  await measure(WARM_UP, 1, oneByOne)
  report('one after the other', await measure(CALLS, 1, oneByOne), 20)
  report(
    `${String(AT_ONCE)} at once`,
    await measure(CALLS, AT_ONCE, (at) => call(address, WARM_UP + at)),
    200,
  )
  report(`${String(AT_ONCE)} at once, one record`, await measure(CALLS, AT_ONCE, () => call(address, 0)), 200)
  await fixture.store.db.deleteFrom('webhook_hint').execute()
  const times = await sendSteadily(address)
  const answered = times.filter((time) => time !== null).sort((a, b) => a - b)
  const { rows } = await fixture.store.pool.query<{ stored: number }>(
    'select count(*) as stored from webhook_hint',
  )
  const what = `${String(RATE)} a second for ${String(SECONDS)} s`
  results.push(
    { name: `202 p99, ${what}`, value: percentile(answered, 0.99), unit: 'ms', limit: STEADY_LIMIT },
    { name: `202 p50, ${what}`, value: percentile(answered, 0.5), unit: 'ms', limit: null },
    { name: `lost, ${what}`, value: RATE * SECONDS - (rows[0]?.stored ?? 0), unit: 'calls', limit: 0 },
  )
} finally {
  await fixture.close()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${String(value)} ${unit}${limit === null ? '' : ` (limit ${String(limit)})`}`)
if (options.json) console.log(JSON.stringify({ bench: 'hooks', results }))
process.exitCode = results.some(({ value, limit }) => limit !== null && !(value <= limit)) ? 1 : 0

/** Returns the times of all calls in milliseconds, in ascending order. */
async function measure(
  calls: number,
  atOnce: number,
  send: (at: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = []
  let next = 0
  const sender = async () => {
    while (next < calls) {
      const at = (next += 1)
      const startedAt = performance.now()
      await send(at)
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sender))
  return times.sort((a, b) => a - b)
}

/** Returns the milliseconds of each call; null: it failed. */
async function sendSteadily(address: URL): Promise<(number | null)[]> {
  const program = fileURLToPath(new URL('./hooks/sender.ts', import.meta.url))
  const sender = watchProcess(
    spawn(process.execPath, ['--import', 'tsx', program, address.href, String(RATE), String(SECONDS)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  )
  const ended = once(sender, 'exit').then(([code]) => {
    throw new Error(`The sender ended with ${String(code)} and reported nothing`)
  })
  const [times] = (await Promise.race([once(sender, 'message'), ended])) as [(number | null)[]]
  return times
}

function report(name: string, times: readonly number[], limit: number): void {
  results.push(
    { name: `202 p50, ${name}`, value: percentile(times, 0.5), unit: 'ms', limit: null },
    { name: `202 p95, ${name}`, value: percentile(times, 0.95), unit: 'ms', limit },
    { name: `202 slowest, ${name}`, value: percentile(times, 1), unit: 'ms', limit: ODOO_LIMIT },
  )
}

/** Of times in ascending order. */
function percentile(times: readonly number[], share: number): number {
  return round(times[Math.ceil(times.length * share) - 1] ?? NaN)
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
