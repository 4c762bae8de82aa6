import pg from 'pg'
import { startSandboxOdoo, type SandboxOdoo, type SandboxOptions } from '../../sandbox/odoo/start.js'
import { testDatabase, type TestDatabase } from './postgres.js'
import { setUp } from './setup.js'

export interface TestOdoo extends SandboxOdoo {
  readonly databaseUrl: string
  /** Asks the sandbox's database directly, in its own schema: what RPC does not tell. */
  sql<R extends pg.QueryResultRow>(query: string, parameters?: readonly unknown[]): Promise<R[]>
}

type Options = Partial<Omit<SandboxOptions, 'databaseUrl'>>

/** The sandbox Odoo in this process, on a free port, with a database of its own that goes with `close`. It provisions nothing. */
export const sandboxOdoo = async (options: Options = {}): Promise<TestOdoo> =>
  sandboxOn(await testDatabase(), options)

/** The same, set up as an administrator does before the first start of the product. */
export async function readyOdoo(
  options: Pick<Options, 'data' | 'version' | 'suite'> = {},
): Promise<TestOdoo> {
  const kind = JSON.stringify(options)
  const template = ready.get(kind) ?? prepare(options)
  ready.set(kind, template)
  return sandboxOn(await testDatabase(await template), options)
}

/** Names of databases in which setup was run once, by kind of sandbox: a copy takes moments, setup seconds. */
const ready = new Map<string, Promise<string>>()

async function prepare(options: Options): Promise<string> {
  const database = await testDatabase()
  const sandbox = await sandboxOn(database, options)
  await setUp(sandbox)
  await sandbox.disconnect()
  return database.name
}

async function sandboxOn(database: TestDatabase, options: Options) {
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
