import { strict as assert } from 'node:assert'
import { NOT_COVERED } from './not-covered.js'
import { exchangesOf, mapTexts, scenarios, valueAt, withValueAt, type Exchange } from './recording.js'
import { serverUnderTest, type ServerUnderTest } from './server.js'
import { comparable, shapeOf } from './shape.js'

/** In these scenarios the values matter, not only the shapes. */
const VALUES_MATTER = [
  'archive_and_regrant',
  'completed_is_sticky',
  'constraint_violations',
  'datetime_domains',
  'grant_access',
  'progress',
  'search_read_options',
]

/** "Changed since": how many rows share the first one's second is chance. */
const COUNTS_BY_CHANCE = 'learners who changed since'

/** What a name of the recording stands for on this server, and stood for when it was recorded. */
interface Bound {
  readonly live: unknown
  readonly recorded: unknown
}

describe('recorded exchanges with Odoo 18', () => {
  for (const scenario of scenarios()) {
    describe(scenario, () => {
      let server: ServerUnderTest
      before(async () => {
        server = await serverUnderTest(process.env)
      })
      after(() => server.close())

      it('is answered alike', async () => {
        const bound = new Map<string, Bound>()
        const different: Difference[] = []
        for (const exchange of exchangesOf(scenario)) {
          try {
            const lacking = Object.values(exchange.refs ?? {}).find(
              (name) => !name.startsWith('uid:') && !bound.has(name),
            )
            assert.equal(lacking, undefined, `needs ${String(lacking)} of an earlier exchange`)
            const reply = await send(server, exchange, bound)
            compare(scenario, exchange, reply)
            for (const [name, pointer] of Object.entries(exchange.binds ?? {}))
              bound.set(name, {
                live: valueAt(reply.body, pointer),
                recorded: valueAt(exchange.response.body, pointer),
              })
          } catch (error) {
            if (!(error instanceof assert.AssertionError)) throw error
            different.push({ what: exchange.what, how: error.message })
          }
        }
        const expected = server.real ? [] : (NOT_COVERED[scenario] ?? [])
        if (expected.length > 0) console.log(`      not covered by the sandbox: ${expected.join('; ')}`)
        assert.deepEqual(
          different.map(({ what }) => what),
          expected,
          different.map(({ what, how }) => `${what}: ${how}`).join('\n\n'),
        )
      })
    })
  }
})

/** An exchange that this server answers otherwise than the recorded one. */
interface Difference {
  readonly what: string
  readonly how: string
}

interface Answer {
  readonly status: number
  readonly contentType: string
  readonly location: string | null
  readonly text: string
  readonly body: unknown
}

async function send(
  server: ServerUnderTest,
  exchange: Exchange,
  bound: ReadonlyMap<string, Bound>,
): Promise<Answer> {
  const { method, path, headers, bodyText } = exchange.request
  const body =
    exchange.request.body === undefined ? bodyText : JSON.stringify(requestBody(server, exchange, bound))
  const response = await fetch(new URL(path, server.url), {
    method,
    headers,
    redirect: 'manual',
    ...(method === 'GET' || body === undefined ? {} : { body }),
  })
  const text = await response.text()
  const contentType = response.headers.get('content-type') ?? ''
  return {
    status: response.status,
    contentType,
    location: response.headers.get('location'),
    text,
    body: contentType.startsWith('application/json') ? (JSON.parse(text) as unknown) : undefined,
  }
}

/** The recorded body with this server's database, credentials, ids and instants. */
function requestBody(
  server: ServerUnderTest,
  { request, refs = {} }: Exchange,
  bound: ReadonlyMap<string, Bound>,
) {
  const drift = driftOf(bound)
  let body = mapTexts(request.body, (text) => {
    const [, user = ''] = /^<(?:api-key|password):(\w+)>$/.exec(text) ?? []
    if (text === 'elearn18') return server.db
    if (text.startsWith('<wrong-')) return 'not-the-password'
    return server.passwords[user] ?? shifted(text, drift)
  })
  for (const [pointer, name] of Object.entries(refs))
    body = withValueAt(
      body,
      pointer,
      name.startsWith('uid:') ? server.uids[name.slice(4)] : bound.get(name)?.live,
    )
  return body
}

/** Seconds between the recording's instant `t` and the same instant here; undefined before it is bound. */
function driftOf(bound: ReadonlyMap<string, Bound>): number | undefined {
  const instant = bound.get('t')
  return instant && (secondOf(String(instant.live)) - secondOf(String(instant.recorded))) / 1000
}

const secondOf = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)

/** Instants written out near the bound one (within an hour) move with it. */
function shifted(text: string, drift: number | undefined): string {
  const match = /^(2026-11-22)([ T])(\d{2}:\d{2}:\d{2})(.*)$/.exec(text)
  if (drift === undefined || !match) return text
  const moved = new Date(secondOf(text) + drift * 1000).toISOString()
  return `${moved.slice(0, 10)}${match[2] ?? ' '}${moved.slice(11, 19)}${match[4] ?? ''}`
}

function compare(scenario: string, { what, response }: Exchange, reply: Answer): void {
  const told = `${what}: ${reply.text.slice(0, 600)}`
  assert.equal(reply.status, response.status, told)
  assert.equal(reply.contentType, response.contentType, told)
  if (response.headers?.location) assert.equal(reply.location, response.headers.location, told)
  if (response.bodyShape) {
    const title = /<title>(.*?)<\/title>/.exec(reply.text)?.[1] ?? null
    if (response.bodyShape.kind === 'text') assert.equal(reply.text, response.bodyShape.startsWith, told)
    else assert.equal(title, response.bodyShape.title, told)
    return
  }
  const expectedError = valueAt(response.body, '/error/data/name')
  assert.equal(valueAt(reply.body, '/error/data/name'), expectedError, told)
  if (expectedError !== undefined) {
    assertErrorShape(reply, response.body, told)
    return
  }
  assert.equal(shapeOf(reply.body), shapeOf(response.body), told)
  if (!VALUES_MATTER.includes(scenario) || what === COUNTS_BY_CHANCE) return
  if (!isNewId(what, response.body)) assert.deepEqual(valuesOf(reply.body), valuesOf(response.body), told)
}

/** The context of an error holds what a rule put there; everything else has one shape. */
function assertErrorShape(reply: Answer, expected: unknown, told: string): void {
  const bare = (body: unknown) => shapeOf(withValueAt(body, '/error/data/context', {}))
  assert.equal(bare(reply.body), bare(expected), told)
}

const valuesOf = (body: unknown) => comparable(valueAt(body, '/result'))

/** A lone number is the id of a new record, unless the exchange counts something. */
const isNewId = (what: string, body: unknown) =>
  typeof valueAt(body, '/result') === 'number' &&
  /creat|setup|enrol$|done|seen|row|lesson|plain|publish|membership/.test(what) &&
  !/one row|gone too|no membership/.test(what)
