import { AssertionError } from 'node:assert'
import { callOf, type RecordedCall } from './recorded-call.js'
import { compare, exceptionOf, type Answer } from './compare.js'
import { mapTexts, valueAt, withValueAt } from './json-pointer.js'
import type { Exchange, Recording } from './recording.js'
import { Receiver } from './webhook-receiver.js'
import type { ServerUnderTest } from './server-under-test.js'

/**
 * How a server fared with one recorded exchange: `refused` is Odoo's own word for a model or method that it does not have;
 * `unreachable` needs a value of an exchange that was refused.
 */
type Outcome = 'agreed' | 'different' | 'refused' | 'unreachable'

export interface Replayed {
  readonly what: string
  /** Null for exchanges that make no call: pages, bodies that are none. */
  readonly call: RecordedCall | null
  readonly outcome: Outcome
  /** What is otherwise, for people. */
  readonly how: string
}

/** What a name of the recording stands for on this server, and stood for when it was recorded. */
interface Bound {
  readonly live: unknown
  readonly recorded: unknown
}

/** The placeholder of the webhooks' receiver. */
const RECEIVER = 'https://hooks.example.com'

/** Replays a recording, exchange by exchange, as its README says. */
export async function replay(server: ServerUnderTest, recording: Recording): Promise<Replayed[]> {
  const receiver = recording.exchanges.some(({ delivery }) => delivery) ? await Receiver.open() : null
  const bound = new Map<string, Bound>()
  const replayed: Replayed[] = []
  let cause: RecordedCall | null = null
  try {
    for (const exchange of recording.exchanges) {
      if (exchange.delivery) {
        const how = receiver ? await receiver.meets(exchange) : null
        replayed.push({
          what: exchange.what,
          call: cause,
          outcome: how === null ? 'agreed' : 'different',
          how: how ?? '',
        })
        continue
      }
      cause = callOf(exchange.request)
      replayed.push(await exchanged(server, recording, exchange, bound, receiver?.url ?? RECEIVER))
    }
  } finally {
    await receiver?.close()
  }
  return replayed
}

async function exchanged(
  server: ServerUnderTest,
  { scenario, version }: Recording,
  exchange: Exchange,
  bound: Map<string, Bound>,
  receiver: string,
): Promise<Replayed> {
  const told = (outcome: Outcome, how = '') => ({
    what: exchange.what,
    call: callOf(exchange.request),
    outcome,
    how,
  })
  const lacking = Object.values(exchange.refs ?? {}).find(
    (name) => !name.startsWith('uid:') && !bound.has(name),
  )
  if (lacking !== undefined) return told('unreachable', `needs ${lacking} of an earlier exchange`)
  const live = (text: string) => liveText(text, server, version, bound).replaceAll(RECEIVER, receiver)
  const answer = await send(server, exchange, bound, live)
  try {
    compare(scenario, exchange, answer)
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error
    return told(isRefusal(answer) ? 'refused' : 'different', error.message)
  }
  for (const [name, pointer] of Object.entries(exchange.binds ?? {}))
    bound.set(name, {
      live: valueAt(answer.body, pointer),
      recorded: valueAt(exchange.response.body, pointer),
    })
  return told('agreed')
}

async function send(
  server: ServerUnderTest,
  { request, refs = {} }: Exchange,
  bound: ReadonlyMap<string, Bound>,
  live: (text: string) => string,
): Promise<Answer> {
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
    // Bytes: a text would bring a content type of its own.
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

/** Where an envelope of `/jsonrpc` names the caller. */
const UID = '/params/args/1'

/** Who calls with the key of the service user, but under another user's id that the recording writes out: here the clerk. */
function otherUser(server: ServerUnderTest, body: unknown, refs: Readonly<Record<string, string>>) {
  const [uid, key] = [valueAt(body, UID), valueAt(body, '/params/args/2')]
  const isOther = !(UID in refs) && key === '<api-key:svc>' && typeof uid === 'number' && uid < UNKNOWN_UID
  return isOther ? server.uids.clerk : undefined
}

/** Above it a recorded id means a user that does not exist. */
const UNKNOWN_UID = 10_000

/** A recorded text with this server's database, credentials and instants. */
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

/** An instant written out within an hour of a bound one moves with it. */
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

/** Odoo's own word for a model or method that it does not have. */
function isRefusal({ status, body, text }: Answer): boolean {
  const name = exceptionOf(status, body)
  if (name === 'builtins.AttributeError' || name === 'werkzeug.exceptions.NotFound') return true
  return name === 'odoo.exceptions.UserError' && /Object \S+ doesn't exist/.test(text)
}
