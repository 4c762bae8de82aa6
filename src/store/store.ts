import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.js'

/** The registers and the read model in PostgreSQL. */
export interface Store {
  readonly db: Kysely<Database>
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Connections a process may hold. Worker and API have a store each; a small server allows 100 in all. */
const MAX_CONNECTIONS = 10

/** A database that does not answer must be an error that can be retried, not a request that hangs. Milliseconds. */
const CONNECTION_TIMEOUT = 5_000

/**
 * Opens a pool of connections; none is made before the first query.
 * `bigint` is read as number: ours are milliseconds and counts, far below 2^53.
 */
export function openStore(databaseUrl: string): Store {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  types.setTypeParser(pg.types.builtins.NUMERIC, Number)
  // Calendar days stay text ('YYYY-MM-DD'): as Date they would shift with the machine's time zone.
  types.setTypeParser(pg.types.builtins.DATE, (day) => day)
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    types,
  })
  // An idle connection that breaks (server restarted) is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}
