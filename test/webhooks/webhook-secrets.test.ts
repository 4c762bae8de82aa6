import assert from 'node:assert/strict'
import { webhookSecretIn, odooWebhookAddress } from '../../src/webhooks/odoo-address.js'
import {
  ensureWebhookSecret,
  webhookSecretStatus,
  rotateWebhookSecret,
} from '../../src/webhooks/webhook-secrets.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

describe('secrets of Odoo’s webhook address', () => {
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
      'select webhook_secret::text as row, expires_at is null as current from webhook_secret',
    )
    return result.rows
  }

  it('are made once at first, however many processes ask', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => ensureWebhookSecret(store)))
    const [secret = '', ...others] = made.filter((one) => one !== null)
    assert.deepEqual(others, [])
    assert.match(secret, /^[\w-]{43}$/)
    assert.equal(await webhookSecretStatus(store, secret), 'current')
    assert.equal(await ensureWebhookSecret(store), null)
  })

  it('are stored only as hashes', async () => {
    const secret = await rotateWebhookSecret(store, 1)
    const plain = [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret, 'base64url').toString('hex'),
    ]
    for (const { row } of await rows()) for (const text of plain) assert.ok(!row.includes(text))
  })

  it('are “replaced” after a rotation, until they expire', async () => {
    const first = await rotateWebhookSecret(store, 1)
    const second = await rotateWebhookSecret(store, 1)
    assert.equal(await webhookSecretStatus(store, first), 'replaced')
    assert.equal(await webhookSecretStatus(store, second), 'current')
    await store.pool.query('update webhook_secret set expires_at = now() where expires_at is not null')
    assert.equal(await webhookSecretStatus(store, first), 'unknown')
  })

  it('expire at once in a rotation without grace, and leave no row', async () => {
    const first = await rotateWebhookSecret(store, 1)
    const second = await rotateWebhookSecret(store, 0)
    assert.equal(await webhookSecretStatus(store, first), 'unknown')
    assert.equal(await webhookSecretStatus(store, second), 'current')
    assert.equal((await rows()).length, 1)
  })

  it('are all valid when several processes rotate at once, and one of them is current', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => rotateWebhookSecret(store, 1)))
    const statuses = await Promise.all(made.map((secret) => webhookSecretStatus(store, secret)))
    assert.equal(statuses.filter((status) => status === 'current').length, 1)
    assert.equal(statuses.filter((status) => status === 'replaced').length, 7)
    assert.equal((await rows()).filter(({ current }) => current).length, 1)
  })

  it('are found in an address that leads to us', async () => {
    const secret = await rotateWebhookSecret(store, 1)
    const base = 'https://training.example'
    const address = odooWebhookAddress(base, secret)
    assert.equal(address, `https://training.example/hooks/odoo/${secret}`)
    assert.equal(webhookSecretIn(base, address), secret)
    assert.equal(webhookSecretIn('https://other.example', address), null)
    assert.equal(webhookSecretIn(base, `${base}/elsewhere/${secret}`), null)
  })

  it('do not include any other text', async () => {
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
