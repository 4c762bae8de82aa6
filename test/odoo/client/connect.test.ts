import assert from 'node:assert/strict'
import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import type { Call, TransportChoice } from '../../../src/odoo/client/transport.js'
import {
  respond,
  fail,
  scriptedServer,
  sendHtml,
  sendJson,
  type Script,
  type ScriptedServer,
} from './scripted-server.js'

const CALL: Call = { model: 'gr.student', method: 'search_count', args: { domain: [] }, reads: true }
const rejectKey: Script = (_, reply) => fail(reply, 'werkzeug.exceptions.Unauthorized', 'Invalid apikey')
const rejectLogin: Script = (_, reply) => respond(reply, false)
const done: Script = (_, reply) => respond(reply, 1)

describe('the choice of the transport', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  const connect = (transport?: TransportChoice) =>
    new ConnectedTransport(
      { url: server.url, db: 'training', login: 'bot', apiKey: 'key', ...(transport && { transport }) },
      { loginPauseMs: 0 },
    )
  const servicesUsed = () => [...new Set(server.calls.map(({ service }) => service))]

  it('sends nothing before the first call', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    assert.equal(connect().serverTime(), null)
    assert.equal(server.sockets.size, 0)
  })

  it('is only JSON-2 on Odoo 19 with an API key, because JSON-RPC would fill Odoo’s log', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    const odoo = connect()
    await Promise.all([odoo.execute(CALL), odoo.execute(CALL)])
    const { transport, because, uid } = await odoo.connection()
    assert.deepEqual([transport, because, uid], ['json2', 'Odoo 19.0 and an API key', 7])
    assert.deepEqual(servicesUsed(), ['json2'])
    assert.deepEqual(
      server.logins.map(({ method }) => method),
      ['context_get', 'read'],
    )
  })

  it('requests a path that an older Odoo does not know only once', async () => {
    let unknownPaths = 0
    server = await scriptedServer(done, {
      otherPaths: (reply) => {
        unknownPaths++
        sendHtml(reply, 404)
      },
    })
    const odoo = connect()
    assert.equal(await odoo.serverVersion(), '18.0')
    assert.equal((await odoo.connection()).version, '18.0')
    assert.equal(await odoo.serverVersion(), '18.0')
    assert.equal(unknownPaths, 1)
  })

  for (const version of ['17.0', '18.0', 'saas~18.3']) {
    it(`is JSON-RPC on Odoo ${version}`, async () => {
      server = await scriptedServer(done, { version })
      const odoo = connect('auto')
      await odoo.execute(CALL)
      assert.deepEqual(servicesUsed(), ['object'])
      assert.equal((await odoo.connection()).version, version)
    })
  }

  it('is JSON-RPC on Odoo 19 with a password, with the reason', async () => {
    server = await scriptedServer(done, { version: '19.0', identify: rejectKey })
    const odoo = connect()
    await odoo.execute(CALL)
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    const { transport, because } = await odoo.connection()
    assert.equal(transport, 'jsonrpc')
    assert.match(because, /no valid API key/)
    assert.equal(server.logins.filter(({ method }) => method === 'context_get').length, 1)
  })

  it('is JSON-RPC on Odoo 19 with a password that a header cannot contain', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    const { url } = server
    const odoo = new ConnectedTransport({ url, db: 'training', login: 'bot', apiKey: 'كلمة السر' })
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    assert.equal(server.logins[0]?.args[2], 'كلمة السر')
  })

  it('is JSON-RPC on Odoo 19 behind a proxy that blocks JSON-2', async () => {
    server = await scriptedServer(done, { version: '19.0', identify: (_, reply) => sendHtml(reply, 403) })
    const odoo = connect()
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
  })

  it('is JSON-RPC behind a gateway that rejects all other paths in JSON', async () => {
    server = await scriptedServer(done, {
      version: '19.0',
      otherPaths: (reply) => sendJson(reply, { message: 'no route' }, 404),
    })
    const odoo = connect()
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    assert.equal((await odoo.connection()).version, '19.0')
  })

  it('is made again after both protocols rejected the credential', async () => {
    let accepted = false
    server = await scriptedServer(done, {
      version: '19.0',
      identify: (request, reply, message) => {
        if (!accepted) rejectKey(request, reply, message)
        else respond(reply, request.method === 'read' ? [{ login: 'bot' }] : { uid: 7 })
      },
      login: rejectLogin,
    })
    const odoo = connect()
    await assert.rejects(odoo.execute(CALL), { type: 'OdooLoginRejected', exceptionName: 'LoginRefused' })
    accepted = true
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['json2'])
  })

  it('is not repeated for some seconds after a rejection, so that Odoo does not lock us out', async () => {
    server = await scriptedServer(done, { version: '17.0', login: rejectLogin })
    const odoo = new ConnectedTransport({ url: server.url, db: 'training', login: 'bot', apiKey: 'wrong' })
    for (let call = 0; call < 20; call += 1)
      await assert.rejects(odoo.execute(CALL), { type: 'OdooLoginRejected' })
    assert.equal(server.logins.length, 1)
  })

  it('is made again by the next call after the key was revoked', async () => {
    let revoked = false
    server = await scriptedServer(
      (request, reply, message) => {
        if (revoked && request.service === 'json2') rejectKey(request, reply, message)
        else done(request, reply, message)
      },
      {
        version: '19.0',
        identify: (request, reply, message) => {
          if (revoked) rejectKey(request, reply, message)
          else respond(reply, request.method === 'read' ? [{ login: 'bot' }] : { uid: 7 })
        },
        login: rejectLogin,
      },
    )
    const odoo = connect()
    await odoo.execute(CALL)
    revoked = true
    await assert.rejects(odoo.execute(CALL), { type: 'OdooLoginRejected' })
    await assert.rejects(odoo.execute(CALL), { type: 'OdooLoginRejected', exceptionName: 'LoginRefused' })
  })

  it('stays open while the server is unavailable', async () => {
    let unavailable = true
    server = await scriptedServer(done, {
      version: '19.0',
      identify: (request, reply) => {
        if (unavailable) sendHtml(reply, 502)
        else respond(reply, request.method === 'read' ? [{ login: 'bot' }] : { uid: 7 })
      },
    })
    const odoo = connect()
    await assert.rejects(odoo.execute(CALL), { type: 'OdooUnavailable', exceptionName: 'HTTP 502' })
    unavailable = false
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['json2'])
  })

  it('continues for other callers when one of them aborts', async () => {
    const caller = new AbortController()
    const reason = new Error('aborted')
    let acceptLogin = () => {}
    server = await scriptedServer(done, {
      version: '19.0',
      identify: (request, reply) => {
        if (request.method === 'read') respond(reply, [{ login: 'bot' }])
        else acceptLogin = () => respond(reply, { uid: 7 })
        if (request.method !== 'read') caller.abort(reason)
      },
    })
    const odoo = connect()
    const aborted = odoo.execute({ ...CALL, signal: caller.signal })
    const other = odoo.execute(CALL)
    await assert.rejects(aborted, reason)
    acceptLogin()
    assert.equal(await other, 1)
  })

  it('needs no version if JSON-RPC is configured, even on Odoo 19', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    await connect('jsonrpc').execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    assert.deepEqual(
      server.logins.map(({ service }) => service),
      ['common'],
    )
  })

  it('fails with an explanation if JSON-2 is configured with a password', async () => {
    server = await scriptedServer(done, { version: '19.0', identify: rejectKey })
    await assert.rejects(connect('json2').execute(CALL), {
      type: 'OdooLoginRejected',
      message: /no valid API key \(JSON-2 does not accept passwords\)/,
    })
    assert.equal(server.calls.length, 0)
  })

  it('fails with an explanation if JSON-2 is configured for an Odoo without it', async () => {
    server = await scriptedServer(done, { version: '18.0' })
    await assert.rejects(connect('json2').execute(CALL), {
      type: 'OdooSchema',
      message: /Odoo 18\.0.*from 19/,
    })
  })
})
