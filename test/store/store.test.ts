import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { openStore, type Store } from '../../src/store/store.js'
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

  describe('with text that PostgreSQL cannot store', () => {
    let store: Store
    before(() => {
      store = openStore(database.url)
    })
    after(() => store.close())

    const texts: [string, string, string][] = [
      ['U+0000', 'queued \0', 'queued \uFFFD'],
      ['half of a surrogate pair', 'a\uD83Cb\uDF93', 'a\uFFFDb\uFFFD'],
      ['nothing of the kind', '🎓 \\u0000 {"a":"\\u0000', '🎓 \\u0000 {"a":"\\u0000'],
    ]
    for (const [what, given, stored] of texts) {
      it(`stores a text with ${what}, through Kysely and through the pool`, async () => {
        const kysely = await sql<{ text: string }>`select ${given}::text as text`.execute(store.db)
        assert.equal(kysely.rows[0]?.text, stored)
        const text = 'select $1::text as text, $2::text[] as texts'
        const values = [given, [given, null]]
        const expected = [{ text: stored, texts: [stored, null] }]
        assert.deepEqual((await store.pool.query(text, values)).rows, expected)
        assert.deepEqual((await store.pool.query({ name: 'prepared', text, values })).rows, expected)
      })
    }

    it('stores JSON whose texts contain it, and leaves escaped backslashes alone', async () => {
      const given = { a: ['x\0y', { b: '\uDC00 \uD83C' }], '\0': '🎓', kept: '\\u0000 \\\\u0000 \\"' }
      const stored = { ...given, a: ['x\uFFFDy', { b: '\uFFFD \uFFFD' }], '\uFFFD': '🎓' } as object
      delete (stored as Record<string, unknown>)['\0']
      const { rows } = await sql<{ json: unknown }>`select ${JSON.stringify(given)}::jsonb as json`.execute(
        store.db,
      )
      assert.deepEqual(rows[0]?.json, stored)
    })

    it('stores bytes as they are', async () => {
      const bytes = Buffer.from([0, 0xd8, 0, 0xff])
      assert.deepEqual((await store.pool.query('select $1::bytea as bytes', [bytes])).rows, [{ bytes }])
    })

    it('continues to work in transactions and with the types of the store', async () => {
      const { rows } = await store.db
        .transaction()
        .execute((db) =>
          sql<{ big: number; day: string }>`select 9::bigint as big, '2026-01-02'::date as day`.execute(db),
        )
      assert.deepEqual(rows, [{ big: 9, day: '2026-01-02' }])
    })
  })
})
