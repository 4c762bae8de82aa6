import assert from 'node:assert/strict'
import { createServer, request as forward, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OdooError } from '../../../src/odoo/client/errors.js'
import { loginCheck } from '../../../src/odoo/staff/verify-login.js'
import { sandboxOdoo, type TestOdoo } from '../../support/odoo.js'

describe('the check of a login', () => {
  for (const version of [17, 18, 19] as const)
    it(`accepts the right password and rejects others, on Odoo ${version}`, async () => {
      const odoo = await sandboxOdoo({ version, data: 'empty' })
      try {
        const check = loginCheck(odoo)
        const { login, password } = odoo.bot
        assert.ok(Number(await check.verify(login, password)) > 0)
        assert.equal(await check.verify(login, 'wrong'), null)
        assert.equal(await check.verify('nobody', password), null)
      } finally {
        await odoo.close()
      }
    })

  it('uses JSON-2 where a proxy lets nothing else through', async () => {
    const odoo = await sandboxOdoo({ version: 19, data: 'empty' })
    const { proxy, url } = await withoutJsonRpc(odoo)
    try {
      const check = loginCheck({ url, db: odoo.db })
      const { login, password } = odoo.bot
      assert.ok(Number(await check.verify(login, password)) > 0)
      assert.equal(await check.verify(login, 'wrong'), null)
      // A key that belongs to somebody else.
      assert.equal(await check.verify('admin', password), null)
    } finally {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
      await odoo.close()
    }
  })

  it('fails when Odoo does not respond, and never calls that a wrong password', async () => {
    const check = loginCheck({ url: 'http://127.0.0.1:9', db: 'training' })
    await assert.rejects(check.verify('agent', 'agent'), OdooError)
  })
})

async function withoutJsonRpc(odoo: TestOdoo): Promise<{ proxy: Server; url: string }> {
  const proxy = createServer((incoming, response) => {
    if (incoming.url?.startsWith('/jsonrpc')) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
      return
    }
    const { method, headers } = incoming
    const onward = forward(new URL(incoming.url ?? '/', odoo.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return { proxy, url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
}
