import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.js'
import { CleaningClient } from './storable-text.js'

/** The registers and the read model in PostgreSQL. */
export interface Store {
  readonly db: Kysely<Database>
  readonly pool: pg.Pool
  /** Closes all connections, so that the process can end. */
  close(): Promise<void>
}

/**
 * Connections per process. Worker and API have one store each; a small server allows 100 in total.
 */
const MAX_CONNECTIONS = 10

/** An unavailable database must be a retryable error, not a request that hangs. Milliseconds. */
const CONNECTION_TIMEOUT = 5_000

/**
 * Opens a pool of connections; the first query makes the first one.
 * `bigint` is read as number: ours are milliseconds and counts, far below 2^53.
 */
export function openStore(databaseUrl: string): Store {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  types.setTypeParser(pg.types.builtins.NUMERIC, Number)
  // Calendar days stay text ('YYYY-MM-DD'): a Date would shift with the machine's time zone.
  types.setTypeParser(pg.types.builtins.DATE, (day) => day)
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    types,
    Client: CleaningClient,
  })
  // The pool drops an idle connection that breaks (server restarted). Without a listener, the
  // error would end the process.
  pool.on('error', () => undefined)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    async close() {
      await db.destroy()
      // Kysely leaves a pool open that it never used, and an open connection keeps the process
      // alive.
      if (!pool.ending) await pool.end()
    },
  }
}
