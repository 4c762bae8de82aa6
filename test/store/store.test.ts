import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { openStore } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

describe('store', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.drop())

  it('closes its connections when only the pool was used', async () => {
    const store = openStore(database.url)
    await store.pool.query('select 1')
    await store.close()
    assert.deepEqual([store.pool.ended, store.pool.totalCount], [true, 0])
  })

  it('closes its connections when only Kysely was used', async () => {
    const store = openStore(database.url)
    await sql`select 1`.execute(store.db)
    await store.close()
    assert.deepEqual([store.pool.ended, store.pool.totalCount], [true, 0])
  })

  it('can be closed before the first query, and twice', async () => {
    const store = openStore(database.url)
    await store.close()
    await store.close()
    assert.equal(store.pool.ended, true)
  })
})
