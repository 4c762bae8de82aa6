import pg from 'pg'
import { startSandboxOdoo, type SandboxOdoo, type SandboxOptions } from '../../sandbox/odoo/start.js'
import { databaseTemplate, testDatabase, type TestDatabase } from './postgres.js'
import { setUp } from './setup.js'

export interface TestOdoo extends SandboxOdoo {
  readonly databaseUrl: string
  /** Queries the sandbox's database directly, in its own schema: for what RPC does not show. */
  sql<R extends pg.QueryResultRow>(query: string, parameters?: readonly unknown[]): Promise<R[]>
}

type Options = Partial<Omit<SandboxOptions, 'databaseUrl' | 'port'>>

/** What is in the sandbox's database. Faults concern the server only. */
type Contents = Omit<Options, 'faults'>

/**
 * Starts the sandbox Odoo in this process, on a free port, with a database of its own that goes
 * with `close`. Setup has not been run.
 */
export async function sandboxOdoo({ faults = {}, ...contents }: Options = {}): Promise<TestOdoo> {
  const database = await testDatabase(await installed(contents))
  return withIdsOfItsOwn(await startOn(database, { ...contents, faults }), contents)
}

/** The same, set up as an administrator does before the first start of the product. */
export async function readyOdoo(contents: Contents = {}): Promise<TestOdoo> {
  const template = await databaseTemplate(`ready ${JSON.stringify(contents)}`, async () => {
    const database = await testDatabase(await installed(contents))
    const sandbox = await startOn(database, contents)
    await setUp(sandbox)
    await sandbox.disconnect()
    return database
  })
  return withIdsOfItsOwn(await startOn(await testDatabase(template), contents), contents)
}

let lastId = 0

/**
 * Lets the ids of students and programs begin where no other Odoo of this process has any: workflow
 * ids are made of them, and the tests of a process share a Temporal server.
 */
async function withIdsOfItsOwn(odoo: TestOdoo, { data = 'demo' }: Contents): Promise<TestOdoo> {
  if (data === 'demo') return odoo
  lastId += 1_000
  await odoo.sql(
    `SELECT setval(pg_get_serial_sequence(format('odoo.%I', name), 'id'), $1)
     FROM unnest(ARRAY['gr_student', 'gr_training_program', 'x_gr_student', 'x_gr_training_program']) name
     WHERE to_regclass(format('odoo.%I', name)) IS NOT NULL`,
    [lastId],
  )
  return odoo
}

/**
 * A template that holds the sandbox's tables, and its demo data where they are wanted: making them
 * takes seconds.
 */
function installed(contents: Contents): Promise<string> {
  return databaseTemplate(`installed ${JSON.stringify(contents)}`, async () => {
    const isEmpty = contents.data === 'empty'
    const database = await testDatabase(isEmpty ? undefined : await installed({ ...contents, data: 'empty' }))
    const sandbox = await startOn(database, contents)
    await sandbox.disconnect()
    return database
  })
}

async function startOn(
  database: TestDatabase,
  options: Options,
): Promise<TestOdoo & { disconnect(): Promise<void> }> {
  const sandbox = await startSandboxOdoo({ data: 'demo', port: 0, ...options, databaseUrl: database.url })
  return {
    ...sandbox,
    databaseUrl: database.url,
    sql: async <R extends pg.QueryResultRow>(query: string, parameters: readonly unknown[] = []) => {
      const client = new pg.Client({
        connectionString: database.url,
        options: '-c search_path=odoo -c timezone=UTC',
      })
      await client.connect()
      try {
        return (await client.query<R>(query, [...parameters])).rows
      } finally {
        await client.end()
      }
    },
    /** Leaves the database as it is. */
    disconnect: () => sandbox.close(),
    close: async () => {
      await sandbox.close()
      await database.drop()
    },
  }
}
