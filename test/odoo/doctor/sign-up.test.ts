import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CheckContext } from '../../../src/odoo/doctor/check-context.js'
import { signUp } from '../../../src/odoo/doctor/sign-up.js'

describe('The doctor’s check of sign-up', () => {
  let server: Server
  let status = 200
  let address: string

  before(async () => {
    server = createServer((request, response) => {
      const isSignUp = request.url?.startsWith('/web/signup?token=') ?? false
      response.writeHead(isSignUp ? status : 404).end('page')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => new Promise((resolve) => server.close(resolve)))
  beforeEach(() => {
    status = 200
  })

  const check = async (links: readonly string[], url = address): Promise<string[]> => {
    const searchRead = () => Promise.resolve(links.map((link) => ({ id: 1, invitationLink: link })) as never)
    const context = { odoo: { searchRead }, url, db: 'training' } as unknown as CheckContext
    const findings = await signUp.run(context)
    return findings.map(({ severity, what }) => `${severity}: ${what}`)
  }

  it('has nothing to say where links lead to a sign-up page of this Odoo', async () => {
    assert.deepEqual(await check([`${address}/slides/1/invite?invite_partner_id=7`]), [])
  })

  it('has nothing to say before the first membership', async () => {
    assert.deepEqual(await check([]), [])
  })

  it('reports a missing sign-up page', async () => {
    status = 404
    const [finding, ...others] = await check([`${address}/slides/1/invite`])
    assert.match(finding ?? '', /^problem: Odoo has no sign-up page/)
    assert.deepEqual(others, [])
  })

  it('reports links that work on one machine only', async () => {
    const [finding] = await check([`${address}/slides/1/invite`], 'https://odoo.example.org')
    assert.match(finding ?? '', /^problem: .* one machine only/)
  })

  it('mentions links to another host, and warns if there is none', async () => {
    await new Promise((resolve) => server.close(resolve))
    const findings = await check([`${address}/slides/1/invite`], 'http://localhost:1')
    await new Promise<void>((resolve) => server.listen(Number(new URL(address).port), '127.0.0.1', resolve))
    assert.match(findings[0] ?? '', /^note: .* not to ODOO_URL/)
    assert.match(findings[1] ?? '', /^warning: No page can be read/)
  })
})
