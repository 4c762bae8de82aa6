import { matches } from '../apps/base/passwords.js'
import type { Environment, Transaction } from '../orm/environment.js'
import { accessDenied, missingError } from '../orm/exceptions.js'
import { unauthorized } from './errors.js'
import type { Server } from './server.js'

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

/**
 * The environment of a caller with a password. Throws AccessDenied, or MissingError if no user has
 * the id.
 */
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

/**
 * The environment of the user to whom the key belongs. Passwords serve as keys. Throws
 * Unauthorized.
 */
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
  // The user found last is tried first, because checking a wrong password is expensive.
  const account = accounts.find(({ password_hash }) => password_hash && matches(key, password_hash))
  if (!account) throw unauthorized('Invalid apikey')
  keyHolders.set(key, account.id)
  return environmentOf(transaction, account, server)
}

/** Returns the id of the user with that login and password, or false. */
export async function login(
  transaction: Transaction,
  name: unknown,
  password: string,
): Promise<number | false> {
  const [account] = await transaction.sql<Account>(`${ACCOUNT} WHERE u.login = $1 AND u.active`, [name])
  return account?.password_hash && matches(password, account.password_hash) ? account.id : false
}

/** The environment of a user without a password, for demo data, learners and teachers. */
export async function actingAs(transaction: Transaction, uid: number, server: Server): Promise<Environment> {
  const [account] = await transaction.sql<Account>(`${ACCOUNT} WHERE u.id = $1`, [uid])
  if (!account) throw missingError('res.users', uid, uid)
  return environmentOf(transaction, account, server)
}
