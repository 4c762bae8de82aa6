import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { sha256 } from '../hash.js'
import { IncompatibleDatabase } from './incompatible-database.js'

/** Folder of the numbered files `NNNN_name.sql`. */
const MIGRATIONS = join(import.meta.dirname, 'migrations')

/**
 * Key of the advisory lock, so that two processes that start at once migrate one after the other.
 * Arbitrary, but unique among our locks.
 */
const LOCK = 7_150_183

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/**
 * Brings the database to the present schema. Applies the missing files in order of their numbers,
 * each in its own transaction, and returns their names. Throws `IncompatibleDatabase`, before any
 * change, if another version of this program made the database.
 */
export async function migrate(databaseUrl: string, directory = MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(directory)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const applied = await appliedMigrations(client)
    requireCompatible(applied, migrations)
    const missing = migrations.filter(({ name }) => !applied.has(name))
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** First migration of the versions whose tables had other names. Nothing upgrades from there. */
const EARLIER_VERSION = '0001_foundation.sql'

/** Checks that this program made the database: it knows every applied migration. */
function requireCompatible(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  if (applied.has(EARLIER_VERSION)) {
    throw new IncompatibleDatabase(
      'This database was made by an earlier version and cannot be upgraded: start with an empty DATA_DIR or an empty database (DATABASE_URL). Nothing was changed.',
    )
  }
  for (const [name, checksum] of applied) {
    const known = migrations.find((migration) => migration.name === name)
    if (!known) {
      throw new IncompatibleDatabase(
        `The database has migration ${name}, which this version does not know: use the version that made the database.`,
      )
    }
    if (known.checksum !== checksum) {
      throw new IncompatibleDatabase(`Migration ${name} was changed after it was applied.`)
    }
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort()
  const numbers = names.map((name) => name.slice(0, 4))
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at)
  if (twice !== undefined) throw new Error(`Two migrations have the number ${twice}.`)
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8')
      return { name, sql, checksum: sha256(sql).toString('hex') }
    }),
  )
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  await client.query(
    `create table if not exists schema_migration (
       name text primary key,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  )
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration',
  )
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed.`, { cause: error })
  }
}
