import { strict as assert } from 'node:assert'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readLoginPage } from '../../../src/odoo/client/public-page.js'

describe('reading Odoo’s login page', () => {
  const servers: Server[] = []
  afterEach(async () => {
    await Promise.all(
      servers.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    )
  })

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('keeps the session that selects the database on a server with several', async () => {
    const url = await serve(({ headers, url: address }, response) => {
      if (headers.cookie === 'frontend_lang=ar_001; session_id=a=b') response.end(`page of ${address}`)
      else
        response
          .writeHead(302, {
            location: address,
            'set-cookie': ['frontend_lang=ar_001; Path=/', 'session_id=a=b; HttpOnly; Path=/'],
          })
          .end()
    })
    assert.equal(await readLoginPage(url, 'training & more'), 'page of /web/login?db=training%20%26%20more')
  })

  it('does not send the session to another address', async () => {
    const received: (string | undefined)[] = []
    const other = await serve(({ headers }, response) => {
      received.push(headers.cookie)
      response.end('sign in here')
    })
    const url = await serve((_request, response) => {
      response.writeHead(303, { location: `${other}/sign-in`, 'set-cookie': 'session_id=secret' }).end()
    })
    assert.equal(await readLoginPage(url, 'training'), 'sign in here')
    assert.deepEqual(received, [undefined])
  })

  it('fails when the redirects do not end', async () => {
    const url = await serve(({ url: address }, response) => {
      response.writeHead(302, { location: address }).end()
    })
    await assert.rejects(readLoginPage(url, 'training'), /redirects more than/)
  })
})
