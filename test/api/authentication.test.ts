import Fastify from 'fastify'
import rateLimit from '@fastify/rate-limit'
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authentication } from '../../src/api/plugins/authentication.js'
import { createApiKey, ensureFirstApiKey, verifyApiKey } from '../../src/store/api-keys.js'
import { openStore } from '../../src/store/store.js'
import { testDatabase } from '../support/postgres.js'
import { type ApiFixture, openApi } from './api-fixture.js'

/** How people sign in. */
const PUBLIC = ['post /v1/session', 'get /v1/sign-in']

describe('API: authentication', () => {
  let world: ApiFixture

  before(async () => {
    world = await openApi()
  })
  after(() => world.close())

  it('responds 401 to a request without a key, with a wrong key and with a revoked key', async () => {
    const revoked = await createApiKey(world.store, 'old')
    await world.store.db
      .updateTable('api_key')
      .set({ revoked_at: new Date() })
      .where('name', '=', 'old')
      .execute()
    const wrong = `${world.key.slice(0, -2)}xx`
    for (const authorization of [
      undefined,
      `Bearer ${wrong}`,
      `Bearer ${revoked}`,
      world.key,
      'Bearer tk_',
    ]) {
      const response = await world.app.inject({
        url: '/v1/reviews',
        headers: authorization === undefined ? {} : { authorization },
      })
      assert.equal(response.statusCode, 401, authorization)
      assert.equal(response.headers['www-authenticate'], 'Bearer')
      assert.match(response.body, /not-authenticated/)
    }
  })

  it('requires a key on every route of /v1', async () => {
    const { app } = world.another({})
    const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, object> }>()
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method })),
    )
    assert.ok(routes.length > 15)
    for (const [index, { path, method }] of routes.entries()) {
      if (!path.startsWith('/v1/') || PUBLIC.includes(`${method} ${path}`)) continue
      const url = path.replaceAll(/\{\w+\}/g, '1')
      // Each request has its own client address, because failures are counted per address.
      const options = { method: method.toUpperCase() as 'GET', url, remoteAddress: `10.0.0.${index}` }
      assert.equal((await app.inject(options)).statusCode, 401, `${method} ${path}`)
    }
  })

  it('does not start with a route that does not declare who may use it', async () => {
    const app = Fastify()
    await app.register(rateLimit, { global: false })
    await app.register(authentication, { ...world, clock: () => new Date() })
    app.get('/forgotten', () => 'secret')
    app.get('/without-permission', { config: { access: 'caller' } }, () => 'secret')
    await assert.rejects(
      async () => app.ready(),
      /\/forgotten \(config\.access\).*\/without-permission \(config\.permission\)/,
    )
  })

  it('responds 429 with Retry-After to a client that keeps failing, but still serves valid keys from there', async () => {
    const { app, call } = world.another({})
    const statuses = []
    for (let attempt = 0; attempt < 40; attempt += 1)
      statuses.push((await app.inject({ url: attempt % 2 ? '/nothing' : '/v1/reviews' })).statusCode)
    assert.ok(statuses.includes(401) && statuses.includes(404))
    const last = await app.inject('/v1/reviews')
    assert.equal(last.statusCode, 429)
    assert.ok(Number(last.headers['retry-after']) > 0)
    assert.equal((await app.inject('/nothing')).statusCode, 429)
    assert.equal((await call('GET', '/v1/reviews')).statusCode, 200)
  })

  it('lets browsers run no inline script on any page, and guess no content types', async () => {
    const script = '/docs/static/swagger-initializer.js'
    for (const url of [
      '/app/',
      '/pages.css',
      '/docs',
      script,
      '/v/AAAA',
      '/v1/me',
      '/v1/nothing',
      '/nothing',
    ]) {
      const { headers, body } = await world.app.inject(url)
      const policy = String(headers['content-security-policy'])
      assert.match(policy, /default-src '(self|none)'/, url)
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "'none'"
      assert.ok(scripts === "'self'" || scripts === "'none'", url)
      assert.equal(headers['x-content-type-options'], 'nosniff', url)
      if (!String(headers['content-type']).includes('html')) continue
      for (const [, attributes = ''] of body.matchAll(/<script([^>]*)>/g))
        assert.match(attributes, / src=/, url)
      assert.doesNotMatch(body, /<[^>]+ on\w+=/, url)
    }
  })

  it('creates one key at the first start, in a file that only its owner can read', async () => {
    const database = await testDatabase()
    const store = openStore(database.url)
    const folder = await mkdtemp(join(tmpdir(), 'api-key-'))
    try {
      const created = await Promise.all([ensureFirstApiKey(store, folder), ensureFirstApiKey(store, folder)])
      const [key] = created.filter((one) => one !== null)
      assert.equal(created.filter((one) => one !== null).length, 1)
      const file = join(folder, 'api-key')
      assert.equal((await readFile(file, 'utf8')).trim(), key)
      assert.equal((await stat(file)).mode & 0o777, 0o600)
      assert.ok(await verifyApiKey(store, key ?? ''))
      const { rows } = await store.pool.query<{ row: string }>('select api_key::text as row from api_key')
      assert.ok(!rows[0]?.row.includes(key?.split('_')[2] ?? '-'))
    } finally {
      await store.close()
      await database.drop()
      await rm(folder, { recursive: true })
    }
  })
})
