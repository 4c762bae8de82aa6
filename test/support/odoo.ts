import pg from 'pg'
import { startSandboxOdoo, type SandboxOdoo, type SandboxOptions } from '../../src/sandbox/odoo/start.js'
import { testDatabase } from './postgres.js'

export interface TestOdoo extends SandboxOdoo {
  readonly databaseUrl: string
  /** Asks the sandbox's database directly, in its own schema: what RPC does not tell. */
  sql<R extends pg.QueryResultRow>(query: string, parameters?: readonly unknown[]): Promise<R[]>
}

/** The sandbox Odoo in this process, on a free port, with a database of its own that goes with `close`. It provisions nothing. */
export async function sandboxOdoo(
  options: Partial<Omit<SandboxOptions, 'databaseUrl'>> = {},
): Promise<TestOdoo> {
  const database = await testDatabase()
  const sandbox = await startSandboxOdoo({ world: 'seed', port: 0, ...options, databaseUrl: database.url })
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
    close: async () => {
      await sandbox.close()
      await database.drop()
    },
  }
}
