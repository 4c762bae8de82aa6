import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { FailureType } from '../../../src/contracts/failures.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import { HttpClient, type HttpOptions } from '../../../src/odoo/client/http-client.js'
import { Json2 } from '../../../src/odoo/client/json2.js'
import { JsonRpc } from '../../../src/odoo/client/jsonrpc.js'
import type { Call, Transport } from '../../../src/odoo/client/transport.js'
import {
  respond,
  fail,
  scriptedServer,
  sendHtml,
  sendJson,
  type Script,
  type ScriptedServer,
} from './scripted-server.js'

const API_KEY = 'secret-key-0123456789abcdef'
const CALL: Call = { model: 'gr.student', method: 'search_count', args: { domain: [] }, reads: true }
const WRITE: Call = {
  model: 'gr.student',
  method: 'write',
  ids: [3, 4],
  args: { vals: { phone: '+965' } },
  context: { lang: 'ar_001' },
  reads: false,
}

/** Exceptions that Odoo reports, with their names in both protocols. */
const EXCEPTIONS: readonly [string, { jsonrpc: string; json2: string }, FailureType][] = [
  ...(
    [
      ['odoo.exceptions.AccessError', 'OdooAccessDenied'],
      ['odoo.exceptions.AccessDenied', 'OdooLoginRejected'],
      ['odoo.exceptions.UserError', 'OdooRejected'],
      ['odoo.exceptions.ValidationError', 'OdooRejected'],
      ['odoo.exceptions.MissingError', 'OdooMissing'],
      ['odoo.exceptions.LockError', 'OdooBusy'],
      ['builtins.ValueError', 'OdooSchema'],
      ['psycopg2.errors.SerializationFailure', 'OdooBusy'],
      ['psycopg2.pool.PoolError', 'OdooBusy'],
      ['psycopg2.OperationalError', 'OdooUnavailable'],
      ['odoo.addons.somebody.Unheard', 'OdooRejected'],
    ] as const
  ).map(([name, type]): [string, { jsonrpc: string; json2: string }, FailureType] => [
    name,
    { jsonrpc: name, json2: name },
    type,
  ]),
  [
    'a method that does not exist',
    { jsonrpc: 'builtins.AttributeError', json2: 'werkzeug.exceptions.NotFound' },
    'OdooSchema',
  ],
  [
    'arguments that do not match',
    { jsonrpc: 'builtins.TypeError', json2: 'werkzeug.exceptions.UnprocessableEntity' },
    'OdooSchema',
  ],
]

/** Responses that are not Odoo's. */
const FOREIGN_RESPONSES: readonly [string, Script, FailureType, string][] = [
  ['a 502 of a proxy', (_, reply) => sendHtml(reply, 502), 'OdooUnavailable', 'HTTP 502'],
  ['a 500 page of Odoo (pool exhausted)', (_, reply) => sendHtml(reply, 500), 'OdooUnavailable', 'HTTP 500'],
  ['a login page with status 200', (_, reply) => sendHtml(reply, 200), 'OdooUnavailable', 'HTTP 200'],
  [
    'a redirect, which is not followed',
    (_, reply) => sendHtml(reply, 303, { location: '/web/login' }),
    'OdooUnavailable',
    'HTTP 303',
  ],
  [
    'a 404 page, as for an unknown database',
    (_, reply) => sendHtml(reply, 404),
    'OdooUnavailable',
    'HTTP 404',
  ],
  ['a 413 (too large)', (_, reply) => sendHtml(reply, 413), 'OdooRejected', 'HTTP 413'],
  ['a 429', (_, reply) => sendHtml(reply, 429), 'OdooBusy', 'HTTP 429'],
  [
    'JSON of a proxy',
    (_, reply) => sendJson(reply, { message: 'no route' }, 503),
    'OdooUnavailable',
    'HTTP 503',
  ],
  ['a 429 with JSON', (_, reply) => sendJson(reply, { error: 'slow down' }, 429), 'OdooBusy', 'HTTP 429'],
  [
    'truncated JSON with status 200',
    (_, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json' })
      reply.end('[{"id": 1, "na')
    },
    'OdooUnavailable',
    'HTTP 200',
  ],
  ['a reset connection', (_, reply) => reply.socket?.resetAndDestroy(), 'OdooUnavailable', 'ECONNRESET'],
]

const PROTOCOLS = { jsonrpc: JsonRpc, json2: Json2 } as const

for (const [protocol, Protocol] of Object.entries(PROTOCOLS) as [
  keyof typeof PROTOCOLS,
  (typeof PROTOCOLS)[keyof typeof PROTOCOLS],
][]) {
  describe(`${protocol}, like the other protocol,`, () => {
    let server: ScriptedServer
    afterEach(() => server.close())

    async function transport(script: Script, timeouts: HttpOptions = {}): Promise<Transport> {
      server = await scriptedServer(script, { version: '19.0' })
      const { url } = server
      return new Protocol(
        { url, db: 'training', login: 'bot', apiKey: API_KEY },
        new HttpClient(url, timeouts),
      )
    }

    async function failureOf(promise: Promise<unknown>): Promise<OdooError> {
      const error: unknown = await promise.then(
        () => assert.fail('the call succeeded'),
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof OdooError, inspect(error))
      for (const shown of [String(error), inspect(error, { depth: 9 }), JSON.stringify(error)]) {
        assert.doesNotMatch(shown, new RegExp(`${API_KEY}|amal`, 'i'))
      }
      assert.equal(error.cause, undefined)
      return error
    }

    it('returns the result', async () => {
      for (const value of [0, false, '', 'text', [], [{ id: 1 }], { ids: false }]) {
        const odoo = await transport((_, reply) => respond(reply, value))
        assert.deepEqual(await odoo.execute(CALL), value)
        await server.close()
      }
    })

    it('returns undefined for None', async () => {
      const odoo = await transport((_, reply) => respond(reply))
      assert.equal(await odoo.execute(CALL), undefined)
    })

    it('returns a list of ids for one or many created records', async () => {
      const created = protocol === 'jsonrpc' ? 77 : [77]
      const odoo = await transport(({ args, kwargs }, reply) => {
        const values = protocol === 'jsonrpc' ? args[0] : kwargs['vals_list']
        respond(reply, Array.isArray(values) ? [77, 78] : created)
      })
      const create = (values: unknown) =>
        odoo.execute({ model: 'gr.student', method: 'create', args: { vals_list: values }, reads: false })
      assert.deepEqual(await create({ name: 'a' }), [77])
      assert.deepEqual(await create([{ name: 'a' }, { name: 'b' }]), [77, 78])
    })

    for (const ids of [undefined, []]) {
      it(`rejects a write ${ids ? 'with an empty list of ids' : 'without ids'}, which Odoo would accept`, async () => {
        const odoo = await transport((_, reply) => respond(reply, true))
        for (const method of ['write', 'unlink', 'action_archive', 'read']) {
          const failure = await failureOf(odoo.execute({ ...WRITE, ids, method }))
          assert.deepEqual([failure.type, failure.exceptionName], ['OdooRejected', 'NoIds'])
        }
        assert.equal(server.calls.length, 0)
      })
    }

    for (const [what, names, type] of EXCEPTIONS) {
      it(`fails with ${type} for ${what}`, async () => {
        const text = 'Amal Haddad <amal@training.example>'
        const odoo = await transport((_, reply) => fail(reply, names[protocol], text))
        const failure = await failureOf(odoo.execute(CALL))
        assert.deepEqual(
          [failure.type, failure.exceptionName, failure.serverMessage, failure.model, failure.method],
          [type, names[protocol], text, 'gr.student', 'search_count'],
        )
      })
    }

    for (const [what, script, type, exceptionName] of FOREIGN_RESPONSES) {
      it(`fails with ${type} for ${what}`, async () => {
        const odoo = await transport(script)
        const failure = await failureOf(odoo.execute(CALL))
        assert.deepEqual([failure.type, failure.exceptionName], [type, exceptionName])
        assert.equal(server.calls.length, 1)
      })
    }

    it('keeps the requested delay, even from a gateway that sends JSON', async () => {
      const odoo = await transport((_, reply) => {
        reply.setHeader('retry-after', '7')
        sendJson(reply, { error: 'slow down' }, 429)
      })
      assert.equal((await failureOf(odoo.execute(CALL))).retryAfterMs, 7000)
    })

    it('fails with OdooUnavailable after the timeout', async () => {
      const odoo = await transport(() => undefined, { readTimeoutMs: 100 })
      assert.equal((await failureOf(odoo.execute(CALL))).exceptionName, 'Timeout')
    })

    it('fails with the caller’s reason after an abort', async () => {
      const caller = new AbortController()
      const reason = new Error('cancelled by the workflow')
      const odoo = await transport(() => caller.abort(reason))
      await assert.rejects(odoo.execute({ ...CALL, signal: caller.signal }), reason)
    })

    it('returns the connection and the clock of the server', async () => {
      const odoo = await transport((_, reply) => respond(reply, 1))
      assert.equal(odoo.serverTime(), null)
      assert.deepEqual(await odoo.connection(), {
        transport: protocol,
        because: 'configured',
        version: '19.0',
        uid: 7,
      })
      assert.ok(Math.abs(Number(odoo.serverTime()) - Date.now()) < 60_000)
    })

    it('logs in once for concurrent calls', async () => {
      const odoo = await transport((_, reply) => respond(reply, 1))
      await Promise.all([odoo.execute(CALL), odoo.execute(CALL), odoo.execute(CALL)])
      assert.deepEqual(
        server.logins.map(({ method }) => method),
        protocol === 'jsonrpc' ? ['authenticate'] : ['context_get', 'read'],
      )
    })
  })
}

describe('JSON-2', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  const connect = (login = 'bot') => {
    const { url } = server
    return new Json2({ url, db: 'training', login, apiKey: API_KEY }, new HttpClient(url))
  }

  it('sends arguments, ids and context by name, and key and database as headers', async () => {
    const headers: unknown[] = []
    server = await scriptedServer(
      (_, reply, message) => {
        headers.push(message.headers.authorization, message.headers['x-odoo-database'])
        respond(reply, true)
      },
      { version: '19.0' },
    )
    await connect().execute({ ...WRITE, kwargs: { extra: null } })
    const { kwargs } = server.calls[0]!
    assert.deepEqual(kwargs, {
      ids: [3, 4],
      vals: { phone: '+965' },
      extra: null,
      context: { lang: 'ar_001' },
    })
    assert.deepEqual(headers, [`bearer ${API_KEY}`, 'training'])
  })

  it('rejects a key that belongs to another user', async () => {
    server = await scriptedServer((_, reply) => respond(reply, 1), { version: '19.0' })
    await assert.rejects(connect('admin').execute(CALL), {
      type: 'OdooLoginRejected',
      exceptionName: 'LoginRefused',
    })
    assert.equal(server.calls.length, 0)
  })

  it('reports that it needs an API key when Odoo rejects ours', async () => {
    server = await scriptedServer((_, reply) => respond(reply, 1), {
      version: '19.0',
      identify: (_, reply) => fail(reply, 'werkzeug.exceptions.Unauthorized', 'Invalid apikey'),
    })
    await assert.rejects(connect().execute(CALL), { type: 'OdooLoginRejected', message: /valid API key/ })
  })
})

describe('JSON-RPC', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  it('sends ids and arguments by position and the context by name', async () => {
    server = await scriptedServer((_, reply) => respond(reply, true))
    const { url } = server
    const odoo = new JsonRpc({ url, db: 'training', login: 'bot', apiKey: API_KEY }, new HttpClient(url))
    await odoo.execute({ ...WRITE, kwargs: { extra: null } })
    const { args, kwargs } = server.calls[0]!
    assert.deepEqual(args, [[3, 4], { phone: '+965' }])
    assert.deepEqual(kwargs, { extra: null, context: { lang: 'ar_001' } })
  })
})
