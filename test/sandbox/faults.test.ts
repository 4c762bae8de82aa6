import { strict as assert } from 'node:assert'
import { request } from 'node:http'
import { FAULT_KINDS, Faults, type FaultKind } from '../../sandbox/odoo/protocol/faults.js'
import { sandboxOdoo, type TestOdoo } from '../support/odoo.js'

describe('faults in the sandbox', () => {
  let odoo: TestOdoo
  before(async () => {
    odoo = await sandboxOdoo({ data: 'empty' })
  })
  after(() => odoo.close())
  afterEach(() => {
    odoo.faults.set({ rate: 0, down: false, kinds: FAULT_KINDS })
  })

  /** Creates a contact. Returns the status and text, or how the connection ended. */
  const create = (name: string) =>
    new Promise<{ status: number; text: string } | { broken: string }>((resolve) => {
      const args = [odoo.db, 6, odoo.bot.password, 'res.partner', 'create', [{ name }]]
      const body = JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        params: { service: 'object', method: 'execute_kw', args },
      })
      const call = request(new URL('/jsonrpc', odoo.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      })
      call.on('error', (error: NodeJS.ErrnoException) => resolve({ broken: error.code ?? error.message }))
      call.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', () => resolve({ broken: `after ${text.length} characters` }))
      })
      call.end(body)
    })

  const exists = async (name: string) =>
    (await odoo.sql('SELECT 1 FROM res_partner WHERE name = $1', [name])).length === 1

  const executed: Readonly<Record<FaultKind, boolean>> = {
    badGateway: false,
    poolExhausted: false,
    serialization: false,
    reset: false,
    slow: true,
    halfResponse: true,
    lostResponse: true,
  }

  for (const kind of FAULT_KINDS)
    it(`of kind ${kind} ${executed[kind] ? 'let the call be executed' : 'prevent the call'}`, async () => {
      odoo.faults.set({ rate: 1, kinds: [kind], slowMs: 50, lostMs: 50 })
      const response = await create(kind)
      assert.equal(await exists(kind), executed[kind])
      const expected: Readonly<Record<FaultKind, RegExp>> = {
        badGateway: /^502 <html>/,
        poolExhausted: /^500 <!doctype html>/,
        serialization: /^200 .*psycopg2\.errors\.SerializationFailure/,
        reset: /^broken ECONNRESET$/,
        slow: /^200 .*"result":\d+/,
        halfResponse: /^broken after [1-9]/,
        lostResponse: /^broken ECONNRESET$/,
      }
      assert.match(
        'broken' in response ? `broken ${response.broken}` : `${response.status} ${response.text}`,
        expected[kind],
      )
    })

  it('of kind down close every connection, but can still be changed over HTTP', async () => {
    const post = (change: object) =>
      fetch(new URL('/sandbox/faults', odoo.url), { method: 'POST', body: JSON.stringify(change) })
    await post({ down: true })
    assert.ok('broken' in (await create('down')))
    assert.equal(await exists('down'), false)
    await post({ down: false })
    const again = await create('up')
    assert.ok('status' in again && again.status === 200)
  })

  it('cannot be set to an unknown kind', async () => {
    const response = await fetch(new URL('/sandbox/faults', odoo.url), {
      method: 'POST',
      body: JSON.stringify({ kinds: ['earthquake'] }),
    })
    assert.equal(response.status, 400)
  })

  it('are the same for the same seed, at about the requested rate', () => {
    const draws = (seed: number) => {
      const faults = new Faults({ rate: 0.25, seed })
      return Array.from({ length: 2000 }, () => faults.draw())
    }
    assert.deepEqual(draws(7), draws(7))
    assert.notDeepEqual(draws(7), draws(8))
    const met = draws(7).filter((kind) => kind !== undefined)
    assert.ok(met.length > 400 && met.length < 600, String(met.length))
    assert.deepEqual(new Set(met), new Set(FAULT_KINDS))
  })
})
