import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment, Sql, Transaction } from '../orm/environment.js'
import { accessDenied, missingError, unauthorized } from '../orm/exceptions.js'
import { matches } from '../apps/base/passwords.js'
import type { Registry } from '../orm/registry.js'
import type { Server } from './server.js'
import { setupModels } from '../provisioning/models/registry-setup.js'
import { isContention } from '../orm/database-errors.js'

/** Schema of the sandbox's tables: its database may hold others too. */
export const SCHEMA = 'odoo'

/** Odoo's own number of tries for a contended call. */
const TRIES = 5

const { builtins, getTypeParser } = pg.types
const asText = (value: string): unknown => value
const asNumber = (value: string): unknown => Number(value)

/** Dates and times stay PostgreSQL's text, big integers become numbers. */
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
  // An idle connection that the server ends must not end this process: the next call opens another.
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
 * One call, one transaction at REPEATABLE READ. Contention is tried again as Odoo does, with random pauses, up to five times;
 * then the database's error goes to the caller. A registry that the call changed becomes the server's with the commit.
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
 * The server takes the registry of a committed transaction, or, when others changed it meanwhile, makes it anew from what they have all
 * stored.
 */
async function renew(server: Server, { sql, registry }: Transaction, known: Registry): Promise<void> {
  server.changes += 1
  if (server.registry === known) {
    server.registry = registry
    return
  }
  for (let seen = -1; seen !== server.changes;) {
    seen = server.changes
    server.registry = await setupModels(sql, registry.code)
  }
}

interface Account {
  readonly id: number
  readonly partner_id: number
  readonly name: string
  readonly password_hash: string | null
  readonly active: boolean
  readonly now: string
  readonly groups: readonly string[]
}

const ACCOUNT = `
  SELECT u.id, u.partner_id, p.name, u.password_hash, u.active, (now() at time zone 'UTC')::text AS now,
    ARRAY(SELECT '#' || g.gid FROM user_groups g WHERE g.uid = u.id UNION ALL
          SELECT d.module || '.' || d.name FROM user_groups g
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.gid WHERE g.uid = u.id) AS groups
  FROM res_users u JOIN res_partner p ON p.id = u.partner_id`

const environmentOf = (transaction: Transaction, account: Account, server: Server): Environment => ({
  version: server.version,
  transaction,
  sql: transaction.sql,
  uid: account.id,
  userName: account.name,
  partnerId: account.partner_id,
  groups: new Set(account.groups),
  superuser: false,
  context: {},
  now: account.now,
  baseUrl: server.baseUrl,
})

/** The environment of a caller who proves who she is. Throws AccessDenied, MissingError for an id that no user has. */
export async function authenticated(
  transaction: Transaction,
  uid: unknown,
  password: unknown,
  server: Server,
): Promise<Environment> {
  if (typeof uid !== 'number' || typeof password !== 'string' || password === '') throw accessDenied()
  const [account] = await transaction.sql<Account>(`${ACCOUNT} WHERE u.id = $1`, [uid])
  if (!account) throw missingError('res.users', uid, uid)
  if (!account.active || !account.password_hash || !matches(password, account.password_hash))
    throw accessDenied()
  return environmentOf(transaction, account, server)
}

const keyHolders = new Map<string, number>()

/** The environment of whoever the key belongs to. Passwords serve as keys here. Throws Unauthorized. */
export async function authenticatedByKey(
  transaction: Transaction,
  key: string | undefined,
  server: Server,
): Promise<Environment> {
  if (key === undefined)
    throw unauthorized('User not authenticated, use an API Key with a Bearer Authorization header.')
  const accounts = await transaction.sql<Account>(
    `${ACCOUNT} WHERE u.active AND u.password_hash IS NOT NULL ORDER BY u.id = $1 DESC, u.id`,
    [keyHolders.get(key) ?? 0],
  )
  // Who was found last is tried first: proving a password wrong is what costs.
  const account = accounts.find(({ password_hash }) => password_hash && matches(key, password_hash))
  if (!account) throw unauthorized('Invalid apikey')
  keyHolders.set(key, account.id)
  return environmentOf(transaction, account, server)
}

/** The id of the user with that login and password, or false. */
export async function login(
  transaction: Transaction,
  name: unknown,
  password: string,
): Promise<number | false> {
  const [account] = await transaction.sql<Account>(`${ACCOUNT} WHERE u.login = $1 AND u.active`, [name])
  return account?.password_hash && matches(password, account.password_hash) ? account.id : false
}

/** The environment of a user without a password: for what happens inside this Odoo (the seed, learners on the website). */
export async function actingAs(transaction: Transaction, uid: number, server: Server): Promise<Environment> {
  const [account] = await transaction.sql<Account>(`${ACCOUNT} WHERE u.id = $1`, [uid])
  if (!account) throw missingError('res.users', uid, uid)
  return environmentOf(transaction, account, server)
}
