import assert from 'node:assert/strict'
import { type ApiFixture, openApi } from './api-fixture.js'

interface Key {
  id: string
  key: string
  name: string
  scopes: string[] | null
  createdBy: { name: string } | null
  lastUsedAt: string | null
  expiresAt: string | null
  revokedAt: string | null
}

const DAY = 24 * 60 * 60 * 1000

describe('API: keys', () => {
  let world: ApiFixture

  before(async () => {
    world = await openApi()
  })
  after(() => world.close())

  const create = async (body: object, headers = {}) => {
    const response = await world.call('POST', '/v1/api-keys', body, headers)
    assert.equal(response.statusCode, 201, response.body)
    return response.json<Key>()
  }
  const using = (key: string, url: string, method: 'GET' | 'POST' | 'DELETE' = 'GET', payload?: object) =>
    world.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${key}` },
      ...(payload && { payload }),
    })

  it('creates a key that may do what its scopes say, for a year, and lists it without its secret', async () => {
    const created = await create({ name: 'Website', scopes: ['read_students'] })
    assert.equal((await using(created.key, '/v1/enrollments')).statusCode, 200)
    assert.equal((await using(created.key, '/v1/sync')).statusCode, 403)
    const year = Date.parse(created.expiresAt ?? '') - Date.now()
    assert.ok(year > 364 * DAY && year < 366 * DAY)
    const { body } = await world.call('GET', '/v1/api-keys')
    assert.ok(!body.includes(created.key.split('_')[2] ?? '-'))
    const [listed] = (JSON.parse(body) as { keys: Key[] }).keys
    assert.deepEqual(
      [listed?.name, listed?.scopes, listed?.createdBy?.name],
      ['Website', ['read_students'], 'test'],
    )
    assert.ok(listed?.lastUsedAt)
  })

  it('revokes a key at once, with the sessions that it opened', async () => {
    const { id, key } = await create({ name: 'Lost', scopes: null })
    const session = await world.app.inject({ method: 'POST', url: '/v1/session', payload: { apiKey: key } })
    const cookie = String(session.headers['set-cookie']).split(';')[0] ?? ''
    const reads = () => world.app.inject({ url: '/v1/me', headers: { cookie } })
    assert.equal((await reads()).statusCode, 200)
    const revoked = await using(world.key, `/v1/api-keys/${id}`, 'DELETE')
    assert.equal(revoked.statusCode, 200)
    assert.ok(revoked.json<Key>().revokedAt)
    assert.equal((await using(key, '/v1/me')).statusCode, 401)
    assert.equal((await reads()).statusCode, 401)
    const again = await using(world.key, `/v1/api-keys/${id}`, 'DELETE')
    assert.equal(again.json<Key>().revokedAt, revoked.json<Key>().revokedAt)
    assert.equal((await using(world.key, '/v1/api-keys/00000000', 'DELETE')).statusCode, 404)
  })

  it('rejects an expired key, and one that would have expired already', async () => {
    const { key } = await create({
      name: 'Short',
      scopes: null,
      expiresAt: new Date(Date.now() + DAY).toISOString(),
    })
    const { app } = world.another({ clock: () => new Date(Date.now() + 2 * DAY) })
    assert.equal((await using(key, '/v1/me')).statusCode, 200)
    const late = await app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${key}` } })
    assert.equal(late.statusCode, 401)
    const past = { name: 'Past', scopes: null, expiresAt: '2020-01-01T00:00:00Z' }
    // The second one is in the year 10000.
    for (const expiresAt of [past.expiresAt, '9999-12-31T23:59:59-23:59'])
      assert.equal((await world.call('POST', '/v1/api-keys', { ...past, expiresAt })).statusCode, 422)
    const { expiresAt } = await create({ name: 'Forever', scopes: null, expiresAt: null })
    assert.equal(expiresAt, null)
  })

  it('lets nobody give more than they have', async () => {
    const { key } = await create({ name: 'Key maker', scopes: ['manage_keys', 'read_students'] })
    const make = (scopes: string[] | null) => using(key, '/v1/api-keys', 'POST', { name: 'Child', scopes })
    assert.equal((await make(['read_students'])).statusCode, 201)
    const refused = await make(['read_students', 'run_bulk'])
    assert.equal(refused.statusCode, 403)
    assert.match(refused.body, /may not do: run_bulk/)
    assert.equal((await make(null)).statusCode, 403)
  })

  it('never stores the secret, not even for a repeated request', async () => {
    const headers = { 'idempotency-key': 'make-a-key' }
    const [one, two] = [
      await create({ name: 'Once', scopes: null }, headers),
      await create({ name: 'Once', scopes: null }, headers),
    ]
    assert.notEqual(one.id, two.id)
    for (const table of ['api_key', 'idempotency', 'audit']) {
      const { rows } = await world.store.pool.query(`select t::text from ${table} t`)
      for (const { key } of [one, two])
        assert.ok(!JSON.stringify(rows).includes(key.split('_')[2] ?? '-'), table)
    }
  })
})
