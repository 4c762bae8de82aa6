/**
 * `npm run bench:hooks` measures how long Odoo, and its user, waits for the response to a webhook:
 * calls one after the other, many at once about many records, and many at once about one record.
 *
 * The calls use HTTP with one connection each, as Odoo's do, and a real PostgreSQL that keeps what
 * it confirms. Sender and API share this process, so the API alone is faster.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { ensureWebhookSecret } from '../../src/webhooks/webhook-secrets.js'
import { openWebhooks } from '../webhooks/webhook-fixture.js'
import { durableDatabase } from '../support/postgres.js'

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
} finally {
  await fixture.close()
}

for (const { name, value, unit, limit } of results)
  console.log(`${name}: ${String(value)} ${unit}${limit === null ? '' : ` (limit ${String(limit)})`}`)
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'hooks', results }))
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

/**
 * Makes a call as a rule of Odoo does, on a connection of its own. Throws when the response is not
 * 202.
 */
async function call(address: URL, recordId: number): Promise<void> {
  const body = JSON.stringify({
    _action: 'Send Webhook Notification(#250)',
    _id: recordId + 1,
    _model: 'slide.channel.partner',
  })
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const sent = request(address, { method: 'POST', headers, agent: new Agent({ keepAlive: false }) })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 202) throw new Error(`The API returned ${response.statusCode}`)
}

function report(name: string, times: readonly number[], limit: number): void {
  const percentile = (share: number) => round(times[Math.ceil(times.length * share) - 1] ?? NaN)
  results.push(
    { name: `202 p50, ${name}`, value: percentile(0.5), unit: 'ms', limit: null },
    { name: `202 p95, ${name}`, value: percentile(0.95), unit: 'ms', limit },
    { name: `202 slowest, ${name}`, value: percentile(1), unit: 'ms', limit: ODOO_LIMIT },
  )
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
