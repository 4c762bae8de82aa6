import assert from 'node:assert/strict'
import { once } from 'node:events'
import { inspect } from 'node:util'
import type { FailureType } from '../../../src/contracts/failures.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import { HttpClient, type HttpOptions } from '../../../src/odoo/client/http-client.js'
import { JsonRpc } from '../../../src/odoo/client/jsonrpc.js'
import type { Call } from '../../../src/odoo/client/transport.js'
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
const CALL: Call = { model: 'gr.student', method: 'search_read', args: { domain: [] }, reads: true }

describe('JSON-RPC transport', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  async function transport(script: Script, timeouts: HttpOptions = {}, login?: Script): Promise<JsonRpc> {
    server = await scriptedServer(script, login ? { login } : {})
    return connect(server.url, timeouts)
  }
  const connect = (url: string, timeouts?: HttpOptions) =>
    new JsonRpc({ url, db: 'training', login: 'bot', apiKey: API_KEY }, new HttpClient(url, timeouts))

  async function failureOf(promise: Promise<unknown>): Promise<OdooError> {
    const error: unknown = await promise.then(
      () => assert.fail('the call succeeded'),
      (reason: unknown) => reason,
    )
    assert.ok(error instanceof OdooError, inspect(error))
    for (const shown of [
      String(error),
      inspect(error, { depth: 9 }),
      JSON.stringify(error),
      error.stack ?? '',
    ]) {
      assert.ok(!shown.includes(API_KEY), `the key is shown: ${shown}`)
    }
    assert.equal(error.cause, undefined)
    return error
  }

  describe('responses that are not Odoo’s', () => {
    const cases: [string, Script, FailureType, string][] = [
      ['a 502 of a proxy', (_, reply) => sendHtml(reply, 502), 'OdooUnavailable', 'HTTP 502'],
      [
        'a 500 page of Odoo (pool exhausted)',
        (_, reply) => sendHtml(reply, 500),
        'OdooUnavailable',
        'HTTP 500',
      ],
      ['HTML with status 200', (_, reply) => sendHtml(reply, 200), 'OdooUnavailable', 'HTTP 200'],
      ['a 404 page', (_, reply) => sendHtml(reply, 404), 'OdooUnavailable', 'HTTP 404'],
      ['a 413 (too large)', (_, reply) => sendHtml(reply, 413), 'OdooRejected', 'HTTP 413'],
      ['a 429', (_, reply) => sendHtml(reply, 429), 'OdooBusy', 'HTTP 429'],
      [
        'JSON of a proxy',
        (_, reply) => sendJson(reply, { message: 'no route' }),
        'OdooUnavailable',
        'HTTP 200',
      ],
      ['a JSON list', (_, reply) => sendJson(reply, []), 'OdooUnavailable', 'HTTP 200'],
      [
        'a response to another request',
        (_, reply) => sendJson(reply, { jsonrpc: '2.0', id: 999, result: [] }),
        'OdooUnavailable',
        'HTTP 200',
      ],
      [
        'truncated JSON with status 200',
        (_, reply) => {
          reply.writeHead(200, { 'content-type': 'application/json' })
          reply.end('{"jsonrpc": "2.0", "id": 1, "result": [{"id": 1, "na')
        },
        'OdooUnavailable',
        'HTTP 200',
      ],
      ['a reset connection', (_, reply) => reply.socket?.resetAndDestroy(), 'OdooUnavailable', 'ECONNRESET'],
    ]
    for (const [what, script, type, exceptionName] of cases) {
      it(`cause ${type} for ${what}`, async () => {
        const failure = await failureOf((await transport(script)).execute(CALL))
        assert.deepEqual([failure.type, failure.exceptionName], [type, exceptionName])
        assert.deepEqual([failure.model, failure.method], ['gr.student', 'search_read'])
      })
    }

    it('cause OdooUnavailable when the body ends early', async () => {
      const odoo = await transport((_, reply) => {
        reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        reply.write('{"jsonrpc"', () => reply.socket?.destroy())
      })
      assert.equal((await failureOf(odoo.execute(CALL))).type, 'OdooUnavailable')
    })

    it('cause OdooUnavailable when the connection is refused', async () => {
      const odoo = await transport(() => undefined)
      await server.close()
      const failure = await failureOf(odoo.execute(CALL))
      assert.deepEqual([failure.type, failure.exceptionName], ['OdooUnavailable', 'ECONNREFUSED'])
    })

    it('are not followed if they redirect', async () => {
      const odoo = await transport((_, reply) => sendHtml(reply, 303, { location: '/web/login' }))
      const failure = await failureOf(odoo.execute(CALL))
      assert.deepEqual([failure.type, failure.exceptionName], ['OdooUnavailable', 'HTTP 303'])
      assert.equal(server.calls.length, 1)
    })

    it('keep the requested delay, given in seconds or as a date', async () => {
      const odoo = await transport((request, reply) =>
        sendHtml(reply, 503, {
          'retry-after': request.model === 'seconds' ? '7' : new Date(Date.now() + 60_000).toUTCString(),
        }),
      )
      assert.equal((await failureOf(odoo.execute({ ...CALL, model: 'seconds' }))).retryAfterMs, 7000)
      const byDate = (await failureOf(odoo.execute({ ...CALL, model: 'date' }))).retryAfterMs ?? 0
      assert.ok(byDate > 50_000 && byDate <= 60_000, String(byDate))
    })

    for (const [header, expected] of [
      ['1.5', 1_500],
      ['0', 500],
      ['-3', 500],
      ['86400', 300_000],
      ['9'.repeat(400), 300_000],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 500],
      ['Wed, 21 Oct 2099 07:28:00 GMT', 300_000],
      ['soon', undefined],
      ['1e3', undefined],
      ['', undefined],
    ] as const) {
      it(`bound a requested delay of "${header.slice(0, 30)}"`, async () => {
        const odoo = await transport((_, reply) => sendHtml(reply, 503, { 'retry-after': header }))
        assert.equal((await failureOf(odoo.execute(CALL))).retryAfterMs, expected)
      })
    }

    it('may contain numbers that JSON does not have, and keep texts that look like them', async () => {
      const odoo = await transport((request, reply) => {
        reply.writeHead(200, { 'content-type': 'application/json' })
        const row = '{"grade": NaN, "max": -Infinity, "title": "say \\"NaN\\", NaN", "min": Infinity}'
        reply.end(`{"jsonrpc": "2.0", "id": ${request.id}, "result": [${row}]}`)
      })
      assert.deepEqual(await odoo.execute(CALL), [
        { grade: 'NaN', max: '-Infinity', title: 'say "NaN", NaN', min: 'Infinity' },
      ])
    })
  })

  describe('the time of a call', () => {
    const stall: Script = (_, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json' })
      reply.write('{"jsonrpc"')
    }

    it('runs out with OdooUnavailable after the read timeout', async () => {
      const odoo = await transport(() => undefined, { readTimeoutMs: 100 })
      const failure = await failureOf(odoo.execute(CALL))
      assert.deepEqual([failure.type, failure.exceptionName], ['OdooUnavailable', 'Timeout'])
    })

    it('runs out when a body with status 200 stalls', async () => {
      const odoo = await transport(stall, { readTimeoutMs: 100 })
      assert.equal((await failureOf(odoo.execute(CALL))).exceptionName, 'Timeout')
    })

    it('runs out when a body arrives endlessly in small parts', async () => {
      const odoo = await transport(
        (request, reply) => {
          stall(request, reply, undefined as never)
          const drip = setInterval(() => reply.write(' '), 20)
          reply.on('close', () => clearInterval(drip))
        },
        { readTimeoutMs: 200 },
      )
      assert.equal((await failureOf(odoo.execute(CALL))).exceptionName, 'Timeout')
    })

    it('is longer for writes than for reads', async () => {
      const odoo = await transport((_, reply) => setTimeout(() => respond(reply, 1), 150), {
        readTimeoutMs: 50,
        writeTimeoutMs: 10_000,
      })
      assert.deepEqual(await odoo.execute({ ...CALL, method: 'create', reads: false }), [1])
      assert.equal((await failureOf(odoo.execute(CALL))).exceptionName, 'Timeout')
    })

    it('ends with the caller’s reason after an abort', async () => {
      const caller = new AbortController()
      const reason = new Error('cancelled by the workflow')
      const odoo = await transport((request, reply) => {
        stall(request, reply, undefined as never)
        caller.abort(reason)
      })
      await assert.rejects(odoo.execute({ ...CALL, signal: caller.signal }), reason)
      const [socket] = server.sockets
      if (socket && !socket.destroyed) await once(socket, 'close')
    })

    it('is not spent on a call that is already aborted', async () => {
      const odoo = await transport((_, reply) => respond(reply, []))
      await odoo.execute(CALL)
      const reason = new Error('cancelled before')
      await assert.rejects(odoo.execute({ ...CALL, signal: AbortSignal.abort(reason) }), reason)
      assert.equal(server.calls.length, 1)
    })

    it('of the server is known from its last response, and goes on', async () => {
      let elapsed = 7_000
      const answer: Script = (_, reply) => {
        reply.setHeader('date', 'Sun, 22 Nov 2026 12:28:55 GMT')
        respond(reply, [])
      }
      const odoo = await transport(answer, { elapsedMs: () => elapsed })
      assert.equal(odoo.serverTime(), null)
      await odoo.execute(CALL)
      assert.equal(odoo.serverTime()?.toISOString(), '2026-11-22T12:28:55.000Z')
      elapsed += 30_900
      // The response named whole seconds, too.
      assert.equal(odoo.serverTime()?.toISOString(), '2026-11-22T12:29:25.000Z')
    })

    it('is shared by at most four connections, which stay open', async () => {
      const odoo = await transport((_, reply) => setImmediate(() => respond(reply, [])))
      for (let round = 0; round < 3; round++) {
        await Promise.all(Array.from({ length: 12 }, () => odoo.execute(CALL)))
      }
      assert.equal(server.calls.length, 36)
      assert.equal(server.sockets.size, 4)
    })
  })

  describe('exceptions that Odoo reports', () => {
    const cases: Record<string, FailureType> = {
      'odoo.exceptions.AccessError': 'OdooAccessDenied',
      'odoo.exceptions.UserError': 'OdooRejected',
      'odoo.exceptions.ValidationError': 'OdooRejected',
      'odoo.exceptions.LockError': 'OdooBusy',
      'builtins.AttributeError': 'OdooSchema',
      'builtins.ValueError': 'OdooSchema',
      'builtins.TypeError': 'OdooSchema',
      'psycopg2.errors.SerializationFailure': 'OdooBusy',
      'psycopg2.errors.DeadlockDetected': 'OdooBusy',
      'psycopg2.errors.LockNotAvailable': 'OdooBusy',
      'psycopg2.pool.PoolError': 'OdooBusy',
      'psycopg2.OperationalError': 'OdooUnavailable',
      'odoo.addons.somebody.Unheard': 'OdooRejected',
    }
    for (const [name, type] of Object.entries(cases)) {
      it(`cause ${type} for ${name}`, async () => {
        const odoo = await transport((_, reply) => fail(reply, name, 'Amal Haddad <amal@training.example>'))
        const failure = await failureOf(odoo.execute(CALL))
        assert.deepEqual([failure.type, failure.exceptionName], [type, name])
        assert.equal(failure.serverMessage, 'Amal Haddad <amal@training.example>')
        for (const shown of [
          String(failure),
          inspect(failure),
          JSON.stringify(failure),
          failure.stack ?? '',
        ]) {
          assert.doesNotMatch(shown, /amal/i)
        }
      })
    }

    it('cause OdooSchema for an unknown model, which is a UserError by name', async () => {
      const odoo = await transport((_, reply) =>
        fail(reply, 'odoo.exceptions.UserError', "Object gr.student doesn't exist"),
      )
      assert.equal((await failureOf(odoo.execute(CALL))).type, 'OdooSchema')
    })

    it('are classified by name even with an error status', async () => {
      const odoo = await transport((request, reply) => {
        const error = {
          code: 0,
          message: 'x',
          data: { name: 'odoo.exceptions.ValidationError', message: 'no' },
        }
        sendJson(reply, { jsonrpc: '2.0', id: request.id, error }, 500)
      })
      assert.equal((await failureOf(odoo.execute(CALL))).type, 'OdooRejected')
    })

    it('are not confused with None, which has no result key', async () => {
      const odoo = await transport((_, reply) => respond(reply))
      assert.equal(await odoo.execute(CALL), undefined)
    })
  })

  describe('login', () => {
    it('happens once for concurrent calls', async () => {
      const odoo = await transport((_, reply) => respond(reply, []))
      await Promise.all([odoo.execute(CALL), odoo.execute(CALL), odoo.execute(CALL)])
      assert.equal(server.logins.length, 1)
      assert.deepEqual(server.logins[0]?.args, ['training', 'bot', API_KEY, {}])
      assert.deepEqual(
        server.calls.map(({ uid }) => uid),
        [7, 7, 7],
      )
    })

    it('is attempted again by the next call after OdooLoginRejected', async () => {
      const results = [false, 7]
      const odoo = await transport(
        (_, reply) => respond(reply, []),
        {},
        (_, reply) => respond(reply, results.shift()),
      )
      assert.equal((await failureOf(odoo.execute(CALL))).type, 'OdooLoginRejected')
      assert.deepEqual(await odoo.execute(CALL), [])
    })

    it('is attempted again by the next call after a failure in transit', async () => {
      let first = true
      const odoo = await transport(
        (_, reply) => respond(reply, []),
        {},
        (_, reply) => {
          if (first) sendHtml(reply, 502)
          else respond(reply, 7)
          first = false
        },
      )
      assert.equal((await failureOf(odoo.execute(CALL))).type, 'OdooUnavailable')
      assert.deepEqual(await odoo.execute(CALL), [])
    })

    for (const name of ['odoo.exceptions.AccessDenied', 'odoo.exceptions.MissingError']) {
      it(`is renewed when Odoo knows us under another id (${name})`, async () => {
        const uids = [7, 8]
        const odoo = await transport(
          ({ uid }, reply) => (uid === 8 ? respond(reply, 'done') : fail(reply, name)),
          {},
          (_, reply) => respond(reply, uids.shift()),
        )
        assert.equal(await odoo.execute(CALL), 'done')
        assert.equal(server.logins.length, 2)
      })
    }

    it('does not hide a missing record if the login is still valid', async () => {
      const odoo = await transport((_, reply) => fail(reply, 'odoo.exceptions.MissingError'))
      assert.equal((await failureOf(odoo.execute(CALL))).type, 'OdooMissing')
      assert.equal(server.calls.length, 1)
    })

    it('continues for other callers when one of them aborts', async () => {
      const caller = new AbortController()
      const reason = new Error('aborted')
      let acceptLogin = () => {}
      const odoo = await transport(
        (_, reply) => respond(reply, []),
        {},
        (_, reply) => {
          acceptLogin = () => respond(reply, 7)
          caller.abort(reason)
        },
      )
      const aborted = odoo.execute({ ...CALL, signal: caller.signal })
      const other = odoo.execute(CALL)
      await assert.rejects(aborted, reason)
      acceptLogin()
      assert.deepEqual(await other, [])
      assert.equal(server.logins.length, 1)
    })

    it('is not needed for the version', async () => {
      const odoo = await transport(() => undefined)
      assert.equal(await odoo.serverVersion(), '18.0')
      assert.equal(server.logins.length, 0)
    })
  })
})
