import { AssertionError } from 'node:assert'
import { compare, type LiveResponse } from './compare.js'
import { mapTexts, valueAt, withValueAt } from './json-pointer.js'
import type { Exchange, Recording } from './recording.js'
import { WebhookReceiver } from './webhook-receiver.js'
import type { ServerUnderTest } from './server-under-test.js'

/** One recorded exchange after its replay. */
export interface Replayed {
  readonly what: string
  /** How the response differs from the recorded one, for people. Null: it does not. */
  readonly difference: string | null
}

/** The value of a bound name on this server, and when the exchange was recorded. */
interface Bound {
  readonly live: unknown
  readonly recorded: unknown
}

/** Stands for the webhook receiver in the recordings. */
const RECEIVER = 'https://hooks.example.com'

/**
 * Replays a recording in order. Credentials and the database's name are this server's own. An
 * exchange binds names to values of its response (`binds`), and later ones use them (`refs`).
 */
export async function replay(server: ServerUnderTest, recording: Recording): Promise<Replayed[]> {
  const hasDeliveries = recording.exchanges.some(({ delivery }) => delivery)
  const receiver = hasDeliveries ? await WebhookReceiver.open() : null
  const bound = new Map<string, Bound>()
  const replayed: Replayed[] = []
  try {
    for (const exchange of recording.exchanges) {
      const difference = exchange.delivery
        ? ((await receiver?.compareNext(exchange)) ?? null)
        : await differenceOf(server, recording, exchange, bound, receiver?.url ?? RECEIVER)
      replayed.push({ what: exchange.what, difference })
    }
  } finally {
    await receiver?.close()
  }
  return replayed
}

async function differenceOf(
  server: ServerUnderTest,
  { scenario, version }: Recording,
  exchange: Exchange,
  bound: Map<string, Bound>,
  receiver: string,
): Promise<string | null> {
  const unbound = Object.values(exchange.refs ?? {}).find(
    (name) => !name.startsWith('uid:') && !bound.has(name),
  )
  if (unbound !== undefined) return `needs ${unbound} of an earlier exchange`
  const live = (text: string) => liveText(text, server, version, bound).replaceAll(RECEIVER, receiver)
  const response = await send(server, exchange, bound, live)
  try {
    compare(scenario, exchange, response)
  } catch (error) {
    if (error instanceof AssertionError) return error.message
    throw error
  }
  for (const [name, pointer] of Object.entries(exchange.binds ?? {}))
    bound.set(name, {
      live: valueAt(response.body, pointer),
      recorded: valueAt(exchange.response.body, pointer),
    })
  return null
}

async function send(
  server: ServerUnderTest,
  { request, refs = {} }: Exchange,
  bound: ReadonlyMap<string, Bound>,
  live: (text: string) => string,
): Promise<LiveResponse> {
  const { method, path, headers } = request
  let body = request.body === undefined ? undefined : mapTexts(request.body, live)
  const other = otherUser(server, request.body, refs)
  if (other !== undefined) body = withValueAt(body, UID, other)
  for (const [pointer, name] of Object.entries(refs)) {
    const value = name.startsWith('uid:') ? server.uids[name.slice(4)] : bound.get(name)?.live
    body = withValueAt(body, pointer, value)
  }
  const payload = request.body === undefined ? request.bodyText : JSON.stringify(body)
  const liveHeaders = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    value.split(' ').map(live).join(' '),
  ])
  const response = await fetch(new URL(path, server.url), {
    method,
    headers: liveHeaders,
    redirect: 'manual',
    // Bytes, because a string would add a content type.
    ...(method === 'GET' || payload === undefined ? {} : { body: Buffer.from(payload) }),
  })
  const text = await response.text()
  const contentType = response.headers.get('content-type') ?? ''
  return {
    status: response.status,
    contentType,
    headers: response.headers,
    text,
    body: contentType.startsWith('application/json') ? (JSON.parse(text) as unknown) : undefined,
  }
}

/** Where an envelope of `/jsonrpc` has the caller's id. */
const UID = '/params/args/1'

/**
 * The id of another user whom a recording writes out as a number while it uses the service user's
 * key: the clerk's id here.
 */
function otherUser(server: ServerUnderTest, body: unknown, refs: Readonly<Record<string, string>>) {
  const [uid, key] = [valueAt(body, UID), valueAt(body, '/params/args/2')]
  const isOther = !(UID in refs) && key === '<api-key:svc>' && typeof uid === 'number' && uid < UNKNOWN_UID
  return isOther ? server.uids.clerk : undefined
}

/** A recorded id from here on means a user that does not exist. */
const UNKNOWN_UID = 10_000

/** Replaces database, credentials and times in a recorded text by this server's. */
function liveText(
  text: string,
  server: ServerUnderTest,
  version: number,
  bound: ReadonlyMap<string, Bound>,
): string {
  const [, kind = '', user = ''] = /^<(api-key|password):(\w+)>$/.exec(text) ?? []
  if (text === `elearn${version}`) return server.db
  if (text.startsWith('<wrong-')) return 'not-the-password'
  if (kind === 'password') return server.passwords[user] ?? text
  if (kind === 'api-key') return server.keys[user] ?? text
  return shifted(text, bound)
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})([ T])(\d{2}:\d{2}:\d{2})(.*)$/
const HOUR_MS = 3_600_000

const msOf = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)

/** A time within an hour of a bound one moves with it. */
function shifted(text: string, bound: ReadonlyMap<string, Bound>): string {
  const [, , separator = ' ', , rest = ''] = INSTANT.exec(text) ?? []
  for (const { live, recorded } of bound.values()) {
    if (typeof live !== 'string' || typeof recorded !== 'string' || !INSTANT.test(recorded)) continue
    if (!INSTANT.test(text) || Math.abs(msOf(text) - msOf(recorded)) > HOUR_MS) continue
    const moved = new Date(msOf(text) + msOf(live) - msOf(recorded)).toISOString()
    return `${moved.slice(0, 10)}${separator}${moved.slice(11, 19)}${rest}`
  }
  return text
}
