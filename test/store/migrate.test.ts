import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { IncompatibleDatabase } from '../../src/store/incompatible-database.js'
import { migrate } from '../../src/store/migrate.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

describe('migrate', () => {
  let database: TestDatabase
  let folder: string
  let client: pg.Client

  beforeEach(async () => {
    database = await testDatabase()
    folder = await mkdtemp(join(tmpdir(), 'migrations-'))
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query('truncate schema_migration')
  })
  afterEach(async () => {
    await client.end()
    await database.drop()
    await rm(folder, { recursive: true })
  })

  const file = (name: string, sql: string) => writeFile(join(folder, name), sql)
  const run = () => migrate(database.url, folder)

  it('applies files once, in order of their numbers', async () => {
    await file('0002_second.sql', 'alter table one add column two integer')
    await file('0001_first.sql', 'create table one (id integer)')
    await file('notes.txt', 'not SQL')
    assert.deepEqual(await run(), ['0001_first.sql', '0002_second.sql'])
    assert.deepEqual(await run(), [])
  })

  it('applies each file once when several processes start at the same time', async () => {
    await file('0001_first.sql', 'create table one (id integer)')
    const applied = await Promise.all([run(), run(), run()])
    assert.deepEqual(applied.flat(), ['0001_first.sql'])
  })

  it('rolls back a file that fails, and keeps the files before it', async () => {
    await file('0001_first.sql', 'create table one (id integer)')
    await file('0002_second.sql', 'create table two (id integer); select nonsense')
    await assert.rejects(run, /0002_second/)
    const { rows } = await client.query<{ one: string | null; two: string | null }>(
      "select to_regclass('one')::text as one, to_regclass('two')::text as two",
    )
    assert.deepEqual(rows, [{ one: 'one', two: null }])
    await file('0002_second.sql', 'create table two (id integer)')
    assert.deepEqual(await run(), ['0002_second.sql'])
  })

  it('rejects a file that was changed after it was applied, and a database of a newer version', async () => {
    await file('0001_first.sql', 'create table one (id integer)')
    await run()
    await file('0001_first.sql', 'create table one (id bigint)')
    await assert.rejects(run, /0001_first\.sql was changed/)
    await rm(join(folder, '0001_first.sql'))
    await assert.rejects(run, /does not know/)
  })

  it('rejects a database of an earlier version with one sentence, and changes nothing', async () => {
    await file('0001_first.sql', 'create table one (id integer)')
    await client.query(`insert into schema_migration (name, checksum) values ('0001_foundation.sql', 'x')`)
    await assert.rejects(run, (error: unknown) => {
      assert.ok(error instanceof IncompatibleDatabase)
      assert.match(error.message, /^This database .* empty DATA_DIR or an empty database .*\.$/)
      return true
    })
    const { rows } = await client.query<{ one: string | null }>("select to_regclass('one')::text as one")
    assert.deepEqual(rows, [{ one: null }])
  })

  it('rejects two files with the same number', async () => {
    await file('0001_first.sql', 'select 1')
    await file('0001_other.sql', 'select 1')
    await assert.rejects(run, /number 0001/)
  })
})
