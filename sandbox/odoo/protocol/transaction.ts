import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql, Transaction } from '../orm/environment.js'
import type { Registry } from '../orm/registry.js'
import type { Server } from './server.js'
import { loadRegistry } from '../provisioning/models/registry-setup.js'
import { isContention } from '../orm/database-errors.js'

/** Schema of the sandbox's tables. The database may contain other schemas. */
export const SCHEMA = 'odoo'

/** Number of attempts for a call that meets contention, as in Odoo. */
const TRIES = 5

const { builtins, getTypeParser } = pg.types
const asText = (value: string): unknown => value
const asNumber = (value: string): unknown => Number(value)

/** Dates and times stay PostgreSQL's text. Big integers become numbers. */
const PARSERS: ReadonlyMap<number, (value: string) => unknown> = new Map([
  [builtins.DATE, asText],
  [builtins.TIMESTAMP, asText],
  [builtins.TIMESTAMPTZ, asText],
  [builtins.INT8, asNumber],
])

const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => PARSERS.get(id) ?? (getTypeParser(id, format) as (value: string) => unknown),
}

export function openPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: `-c search_path=${SCHEMA} -c timezone=UTC`,
    max: 16,
    types,
  })
  // PostgreSQL may end an idle connection. This must not end the process: the next call opens
  // another connection.
  pool.on('error', () => undefined)
  return pool
}

export const sqlOf =
  (client: pg.PoolClient): Sql =>
  async <R extends pg.QueryResultRow>(statement: string, parameters: readonly unknown[] = []) => {
    const { rows } = await client.query<R>(statement, [...parameters])
    return rows
  }

/**
 * Runs a call in one transaction at REPEATABLE READ. Contention is retried with random pauses, up
 * to five attempts, as in Odoo; then the caller gets the database's error. A registry that the call
 * changed becomes the server's after the commit.
 */
export async function inTransaction<T>(
  server: Server,
  run: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await server.pool.connect()
    let broken: Error | undefined
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      const known = server.registry
      const transaction: Transaction = { sql: sqlOf(client), registry: known, afterCommit: [] }
      const result = await run(transaction)
      await client.query('COMMIT')
      if (transaction.registry !== known) await renew(server, transaction, known)
      for (const task of transaction.afterCommit) await task()
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure))
      })
      if (!isContention(error) || attempt === TRIES) throw error
    } finally {
      client.release(broken)
    }
    await sleep(Math.random() * 2 ** attempt * 100)
  }
}

/**
 * Gives the server the registry of a committed transaction. If others changed it meanwhile, loads
 * it again from the database.
 */
async function renew(server: Server, { sql, registry }: Transaction, known: Registry): Promise<void> {
  server.changes += 1
  if (server.registry === known) {
    server.registry = registry
    return
  }
  for (let seen = -1; seen !== server.changes;) {
    seen = server.changes
    server.registry = await loadRegistry(sql, registry.code)
  }
}
