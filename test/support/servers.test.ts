import assert from 'node:assert/strict'
import pg from 'pg'
import { testDatabase } from './postgres.js'
import { temporalServer } from './temporal.js'
import { SEARCH_ATTRIBUTES } from '../../src/contracts/search-attributes.js'

describe('The servers for tests', () => {
  it('give each test a migrated database of its own', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()])
    assert.notEqual(one.url, two.url)
    const client = new pg.Client({ connectionString: one.url })
    await client.connect()
    const { rows } = await client.query<{ n: number }>('select count(*)::int n from schema_migration')
    assert.ok(rows[0] && rows[0].n > 0)
    await client.end()
    await Promise.all([one.drop(), two.drop()])
  })

  it('give all tests a Temporal server that knows the search attributes', async () => {
    const { client, namespace } = await temporalServer()
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace })
    for (const { name } of SEARCH_ATTRIBUTES) assert.ok(customAttributes[name], name)
  })
})
