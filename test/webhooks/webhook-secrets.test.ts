import assert from 'node:assert/strict'
import { webhookSecretIn, odooWebhookAddress } from '../../src/webhooks/odoo-address.js'
import {
  ensureWebhookSecret,
  webhookSecretMatches,
  webhookSecretStatus,
  rotateWebhookSecret,
} from '../../src/webhooks/webhook-secrets.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

describe('secrets of Odoo’s webhooks', () => {
  let database: TestDatabase
  let store: Store

  beforeEach(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  const rows = async () => {
    const result = await store.pool.query<{ row: string; current: boolean }>(
      'select hook_secret::text as row, expires_at is null as current from hook_secret',
    )
    return result.rows
  }

  it('the first is made once, however many ask', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => ensureWebhookSecret(store)))
    const [secret = '', ...others] = made.filter((one) => one !== null)
    assert.deepEqual(others, [])
    assert.match(secret, /^[\w-]{43}$/)
    assert.equal(await webhookSecretStatus(store, secret), 'current')
    assert.equal(await ensureWebhookSecret(store), null)
  })

  it('only hashes are kept', async () => {
    const secret = await rotateWebhookSecret(store, 1)
    const plain = [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret, 'base64url').toString('hex'),
    ]
    for (const { row } of await rows()) for (const text of plain) assert.ok(!row.includes(text))
  })

  it('a replaced one is known as replaced until it runs out', async () => {
    const first = await rotateWebhookSecret(store, 1)
    const second = await rotateWebhookSecret(store, 1)
    assert.equal(await webhookSecretStatus(store, first), 'replaced')
    assert.equal(await webhookSecretStatus(store, second), 'current')
    assert.deepEqual(
      [await webhookSecretMatches(store, first), await webhookSecretMatches(store, second)],
      [false, true],
    )
    await store.pool.query('update hook_secret set expires_at = now() where expires_at is not null')
    assert.equal(await webhookSecretStatus(store, first), 'unknown')
  })

  it('without grace the one before ends at once, and leaves no row', async () => {
    const first = await rotateWebhookSecret(store, 1)
    const second = await rotateWebhookSecret(store, 0)
    assert.equal(await webhookSecretStatus(store, first), 'unknown')
    assert.equal(await webhookSecretStatus(store, second), 'current')
    assert.equal((await rows()).length, 1)
  })

  it('those who rotate at once get secrets that are all good, one of them current', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => rotateWebhookSecret(store, 1)))
    const standings = await Promise.all(made.map((secret) => webhookSecretStatus(store, secret)))
    assert.equal(standings.filter((standing) => standing === 'current').length, 1)
    assert.equal(standings.filter((standing) => standing === 'replaced').length, 7)
    assert.equal((await rows()).filter(({ current }) => current).length, 1)
  })

  it('is found in an address that leads to us', async () => {
    const secret = await rotateWebhookSecret(store, 1)
    const base = 'https://training.example'
    const address = odooWebhookAddress(base, secret)
    assert.equal(address, `https://training.example/hooks/odoo/${secret}`)
    assert.equal(webhookSecretIn(base, address), secret)
    assert.equal(webhookSecretIn('https://other.example', address), null)
    assert.equal(webhookSecretIn(base, `${base}/elsewhere/${secret}`), null)
  })

  it('nothing else is a secret', async () => {
    await rotateWebhookSecret(store, 1)
    for (const text of [
      '',
      'A'.repeat(43),
      'A'.repeat(42),
      `${'A'.repeat(42)}\n`,
      `${'A'.repeat(43)}'`,
      '\u0000',
    ])
      assert.equal(await webhookSecretStatus(store, text), 'unknown')
  })
})
