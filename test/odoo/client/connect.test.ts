import assert from 'node:assert/strict'
import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import type { Call, TransportChoice } from '../../../src/odoo/client/transport.js'
import {
  answer,
  fail,
  scriptedServer,
  sendHtml,
  sendJson,
  type Script,
  type ScriptedServer,
} from './scripted-server.js'

const CALL: Call = { model: 'gr.student', method: 'search_count', args: { domain: [] }, reads: true }
const refuseKey: Script = (_, reply) => fail(reply, 'werkzeug.exceptions.Unauthorized', 'Invalid apikey')
const refuseLogin: Script = (_, reply) => answer(reply, false)
const done: Script = (_, reply) => answer(reply, 1)

describe('choice of the transport', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  const connect = (transport?: TransportChoice) =>
    new ConnectedTransport({
      url: server.url,
      db: 'training',
      login: 'bot',
      apiKey: 'key',
      ...(transport && { transport }),
    })
  const servicesUsed = () => [...new Set(server.calls.map(({ service }) => service))]

  it('sends nothing before the first call', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    assert.equal(connect().serverTime(), null)
    assert.equal(server.sockets.size, 0)
  })

  it('auto: JSON-2 on 19 with an API key, and nothing over JSON-RPC, which would fill Odoo’s log', async () => {
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

  it('asks an older Odoo once for what only later ones know', async () => {
    let strange = 0
    server = await scriptedServer(done, {
      elsewhere: (reply) => {
        strange++
        sendHtml(reply, 404)
      },
    })
    const odoo = connect()
    assert.equal(await odoo.serverVersion(), '18.0')
    assert.equal((await odoo.connection()).version, '18.0')
    assert.equal(await odoo.serverVersion(), '18.0')
    assert.equal(strange, 1)
  })

  for (const version of ['17.0', '18.0', 'saas~18.3']) {
    it(`auto: JSON-RPC on ${version}`, async () => {
      server = await scriptedServer(done, { version })
      const odoo = connect('auto')
      await odoo.execute(CALL)
      assert.deepEqual(servicesUsed(), ['object'])
      assert.equal((await odoo.connection()).version, version)
    })
  }

  it('auto: JSON-RPC on 19 with a password, and says why', async () => {
    server = await scriptedServer(done, { version: '19.0', identify: refuseKey })
    const odoo = connect()
    await odoo.execute(CALL)
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    const { transport, because } = await odoo.connection()
    assert.equal(transport, 'jsonrpc')
    assert.match(because, /no valid API key/)
    assert.equal(server.logins.filter(({ method }) => method === 'context_get').length, 1)
  })

  it('auto: JSON-RPC on 19 with a password that no header can carry', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    const { url } = server
    const odoo = new ConnectedTransport({ url, db: 'training', login: 'bot', apiKey: 'كلمة السر' })
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    assert.equal(server.logins[0]?.args[2], 'كلمة السر')
  })

  it('auto: JSON-RPC on 19 behind a proxy that does not let JSON-2 through', async () => {
    server = await scriptedServer(done, { version: '19.0', identify: (_, reply) => sendHtml(reply, 403) })
    const odoo = connect()
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
  })

  it('auto: JSON-RPC behind a gateway that knows no other path and says so in JSON', async () => {
    server = await scriptedServer(done, {
      version: '19.0',
      elsewhere: (reply) => sendJson(reply, { message: 'no route' }, 404),
    })
    const odoo = connect()
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    assert.equal((await odoo.connection()).version, '19.0')
  })

  it('auto: a credential that nobody takes is refused, and the choice is open again', async () => {
    let known = false
    server = await scriptedServer(done, {
      version: '19.0',
      identify: (request, reply, message) => {
        if (!known) refuseKey(request, reply, message)
        else answer(reply, request.method === 'read' ? [{ login: 'bot' }] : { uid: 7 })
      },
      login: refuseLogin,
    })
    const odoo = connect()
    await assert.rejects(odoo.execute(CALL), { type: 'OdooAccessDenied', exceptionName: 'LoginRefused' })
    known = true
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['json2'])
  })

  it('auto: a key that is revoked meanwhile is found out by the next call', async () => {
    let revoked = false
    server = await scriptedServer(
      (request, reply, message) => {
        if (revoked && request.service === 'json2') refuseKey(request, reply, message)
        else done(request, reply, message)
      },
      {
        version: '19.0',
        identify: (request, reply, message) => {
          if (revoked) refuseKey(request, reply, message)
          else answer(reply, request.method === 'read' ? [{ login: 'bot' }] : { uid: 7 })
        },
        login: refuseLogin,
      },
    )
    const odoo = connect()
    await odoo.execute(CALL)
    revoked = true
    await assert.rejects(odoo.execute(CALL), { type: 'OdooAccessDenied' })
    await assert.rejects(odoo.execute(CALL), { type: 'OdooAccessDenied', exceptionName: 'LoginRefused' })
  })

  it('a server that is away leaves the choice open', async () => {
    let away = true
    server = await scriptedServer(done, {
      version: '19.0',
      identify: (request, reply) => {
        if (away) sendHtml(reply, 502)
        else answer(reply, request.method === 'read' ? [{ login: 'bot' }] : { uid: 7 })
      },
    })
    const odoo = connect()
    await assert.rejects(odoo.execute(CALL), { type: 'OdooUnavailable', exceptionName: 'HTTP 502' })
    away = false
    await odoo.execute(CALL)
    assert.deepEqual(servicesUsed(), ['json2'])
  })

  it('one caller who gives up leaves at once and does not fail the others', async () => {
    const caller = new AbortController()
    const reason = new Error('gave up')
    let letIn = () => {}
    server = await scriptedServer(done, {
      version: '19.0',
      identify: (request, reply) => {
        if (request.method === 'read') answer(reply, [{ login: 'bot' }])
        else letIn = () => answer(reply, { uid: 7 })
        if (request.method !== 'read') caller.abort(reason)
      },
    })
    const odoo = connect()
    const gone = odoo.execute({ ...CALL, signal: caller.signal })
    const other = odoo.execute(CALL)
    await assert.rejects(gone, reason)
    letIn()
    assert.equal(await other, 1)
  })

  it('jsonrpc: asks for no version, also on 19', async () => {
    server = await scriptedServer(done, { version: '19.0' })
    await connect('jsonrpc').execute(CALL)
    assert.deepEqual(servicesUsed(), ['object'])
    assert.deepEqual(
      server.logins.map(({ service }) => service),
      ['common'],
    )
  })

  it('json2: a password is refused with words', async () => {
    server = await scriptedServer(done, { version: '19.0', identify: refuseKey })
    await assert.rejects(connect('json2').execute(CALL), {
      type: 'OdooAccessDenied',
      message: /no valid API key \(JSON-2 takes no password\)/,
    })
    assert.equal(server.calls.length, 0)
  })

  it('json2: an Odoo that does not speak it is refused with words', async () => {
    server = await scriptedServer(done, { version: '18.0' })
    await assert.rejects(connect('json2').execute(CALL), {
      type: 'OdooSchema',
      message: /Odoo 18\.0.*from 19/,
    })
  })
})
