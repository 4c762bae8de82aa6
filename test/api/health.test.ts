import assert from 'node:assert/strict'
import { openStore } from '../../src/store/store.js'
import { smtpServer } from '../support/smtp.js'
import { type ApiWorld, apiWorld, temporalAway } from './world.js'

describe('API: health', () => {
  let world: ApiWorld
  before(async () => {
    world = await apiWorld()
  })
  after(() => world.close())

  it('/healthz answers without a key', async () => {
    const answer = await world.app.inject('/healthz')
    assert.deepEqual([answer.statusCode, answer.json()], [200, { status: 'ok' }])
  })

  it('/readyz tells each neighbour, and is ready without Odoo and the mail server', async () => {
    const smtp = await smtpServer()
    try {
      const { app } = world.another({ config: { ...world.config, smtpUrl: smtp.url() } })
      const neighbours = { temporal: 'ok', database: 'ok', odoo: 'not_configured', mail: 'ok' }
      const all = { ready: true, ...neighbours }
      const answer = await app.inject('/readyz')
      assert.deepEqual([answer.statusCode, answer.json()], [200, all])
    } finally {
      await smtp.close()
    }
    assert.equal((await world.app.inject('/readyz')).json<{ mail: string }>().mail, 'away')
  })

  it('/readyz is 503 without the database or Temporal', async () => {
    const temporal = temporalAway()
    const store = openStore('postgres://nobody@127.0.0.1:9/nothing')
    try {
      const { app, call } = world.another({ temporal, store })
      const answer = await app.inject('/readyz')
      assert.equal(answer.statusCode, 503)
      const { ready, temporal: process, database } = answer.json<Record<string, unknown>>()
      assert.deepEqual([ready, process, database], [false, 'away', 'away'])
      const listed = await call('GET', '/v1/reviews')
      assert.equal(listed.statusCode, 503)
      assert.match(listed.body, /database-away/)
      assert.ok(Number(listed.headers['retry-after']) > 0)
    } finally {
      await temporal.connection.close()
      await store.close()
    }
  })
})
