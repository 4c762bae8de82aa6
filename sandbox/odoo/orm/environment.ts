import type { QueryResultRow } from 'pg'
import { userError } from './exceptions.js'
import type { Model } from './model.js'
import type { Registry } from './registry.js'
import type { SandboxVersion } from '../version.js'

export type Context = Readonly<Record<string, unknown>>

/** Runs one statement and returns its rows. */
export type Sql = <R extends QueryResultRow>(
  statement: string,
  parameters?: readonly unknown[],
) => Promise<R[]>

/** What belongs to the database transaction and is shared by all its environments. */
export interface Transaction {
  readonly sql: Sql
  /** Replaced when a call adds models or fields. The server keeps it after the commit. */
  registry: Registry
  /** Tasks to run in order after the commit. */
  readonly afterCommit: (() => Promise<void>)[]
}

/** Who calls, in which transaction and with which context: Odoo's `env`. */
export interface Environment {
  readonly version: SandboxVersion
  readonly transaction: Transaction
  readonly sql: Sql
  readonly uid: number
  readonly userName: string
  readonly partnerId: number
  /** The caller's groups, including implied ones: `#<id>` and the external ids of each. */
  readonly groups: ReadonlySet<string>
  /** Skips access rights and record rules. */
  readonly superuser: boolean
  readonly context: Context
  /** Start of the transaction, UTC, `YYYY-MM-DD HH:MM:SS.ffffff`. It becomes `write_date`. */
  readonly now: string
  /** Public address of this Odoo. */
  readonly baseUrl: string
}

export const sudo = (env: Environment): Environment => ({ ...env, superuser: true })

export const withContext = (env: Environment, context: Context): Environment => ({
  ...env,
  context: { ...env.context, ...context },
})

/** The model of that technical name. Throws Odoo's UserError for an unknown one. */
export function modelOf(env: Environment, name: string): Model {
  const model = env.transaction.registry.find(name)
  if (!model) throw userError(`Object ${name} doesn't exist`)
  return model
}

/** Runs as a user inside this Odoo, in one transaction and without a password. */
export type Act = <T>(uid: number, run: (env: Environment) => Promise<T>) => Promise<T>
