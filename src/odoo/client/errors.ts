import { inspect } from 'node:util'
import { FailureType } from '../../contracts/failures.js'

export interface OdooFailure {
  readonly type: FailureType
  /** Odoo's exception name (`odoo.exceptions.UserError`), or what went wrong on the way (`HTTP 502`, `ECONNREFUSED`). */
  readonly exceptionName: string
  readonly model?: string | undefined
  readonly method?: string | undefined
  /** Odoo's own text. It may name people. */
  readonly serverMessage?: string | undefined
  /** How long the server asked us to wait. */
  readonly retryAfterMs?: number | undefined
}

/**
 * Whatever goes wrong with Odoo, as one of the closed list of failure types. Its message, stack and JSON carry no text of the server
 * (such texts name people) and nothing of the request (it holds the key). `serverMessage` is for a decision on the spot only.
 */
export class OdooError extends Error {
  override readonly name = 'OdooError'
  readonly type: FailureType
  readonly exceptionName: string
  readonly model: string | undefined
  readonly method: string | undefined
  readonly retryAfterMs: number | undefined
  readonly #serverMessage: string

  constructor(failure: OdooFailure) {
    const call = failure.model ? ` on ${failure.model}.${failure.method ?? '?'}` : ''
    super(`${failure.type}: ${failure.exceptionName}${call}`)
    this.type = failure.type
    this.exceptionName = failure.exceptionName
    this.model = failure.model
    this.method = failure.method
    this.retryAfterMs = failure.retryAfterMs
    this.#serverMessage = failure.serverMessage ?? ''
  }

  /** Odoo's own text, empty when there was none. Never into logs, failure messages or histories: it may name people. */
  get serverMessage(): string {
    return this.#serverMessage
  }

  [inspect.custom](): string {
    return this.stack ?? this.message
  }
}

const { OdooUnavailable, OdooBusy, OdooAccessDenied, OdooRejected, OdooMissing, OdooSchema } = FailureType

/** By exception name, as seen on Odoo 16–19 (`error.code` differs by version and says nothing). */
const BY_NAME: Readonly<Record<string, FailureType>> = {
  'odoo.exceptions.AccessDenied': OdooAccessDenied,
  'odoo.exceptions.AccessError': OdooAccessDenied,
  'odoo.http.SessionExpiredException': OdooAccessDenied,
  'odoo.exceptions.MissingError': OdooMissing,
  'odoo.exceptions.LockError': OdooBusy,
  // Odoo has already tried five times inside the request.
  'psycopg2.errors.SerializationFailure': OdooBusy,
  'psycopg2.errors.DeadlockDetected': OdooBusy,
  'psycopg2.errors.LockNotAvailable': OdooBusy,
  'psycopg2.pool.PoolError': OdooBusy,
  'psycopg2.OperationalError': OdooUnavailable,
  'psycopg2.InterfaceError': OdooUnavailable,
  'psycopg2.InternalError': OdooUnavailable,
  'psycopg2.errors.AdminShutdown': OdooUnavailable,
  'psycopg2.errors.CrashShutdown': OdooUnavailable,
  'psycopg2.errors.CannotConnectNow': OdooUnavailable,
  'psycopg2.errors.ConnectionFailure': OdooUnavailable,
  'psycopg2.errors.QueryCanceled': OdooUnavailable,
  'psycopg2.errors.DiskFull': OdooUnavailable,
  'psycopg2.errors.OutOfMemory': OdooUnavailable,
  'psycopg2.errors.TooManyConnections': OdooUnavailable,
  'psycopg2.errors.ReadOnlySqlTransaction': OdooUnavailable,
  'psycopg2.errors.InFailedSqlTransaction': OdooUnavailable,
  'psycopg2.errors.UndefinedTable': OdooSchema,
  'psycopg2.errors.UndefinedColumn': OdooSchema,
  'builtins.AttributeError': OdooSchema,
  'builtins.KeyError': OdooSchema,
  'builtins.TypeError': OdooSchema,
  'builtins.ValueError': OdooSchema,
  // JSON-2: unknown models and methods, arguments that do not fit the method's signature.
  'werkzeug.exceptions.NotFound': OdooSchema,
  'werkzeug.exceptions.UnprocessableEntity': OdooSchema,
  'werkzeug.exceptions.BadRequest': OdooSchema,
  'builtins.MemoryError': OdooUnavailable,
  'builtins.OSError': OdooUnavailable,
  'builtins.TimeoutError': OdooUnavailable,
  'builtins.ConnectionError': OdooUnavailable,
}

/** An unknown model is an ordinary UserError: only this text tells it from a business refusal. */
const UNKNOWN_MODEL = /^Object \S+ doesn't exist/

/**
 * The class of an exception that Odoo reports. What is not in the table (UserError, ValidationError, constraint violations, errors of
 * other modules) counts as refused: a person sees it and may try again, where a retry for days would hide it.
 */
export function classify(exceptionName: string, serverMessage: string): FailureType {
  if (exceptionName === 'odoo.exceptions.UserError' && UNKNOWN_MODEL.test(serverMessage)) return OdooSchema
  return BY_NAME[exceptionName] ?? OdooRejected
}

/** The class of an answer that is no JSON-RPC answer: an error page of Odoo or of a proxy, a redirect, a login page. */
export function classifyStatus(status: number): FailureType {
  if (status === 429) return OdooBusy
  // The same body will be too large tomorrow.
  return status === 413 ? OdooRejected : OdooUnavailable
}

/** PostgreSQL gave up on a contended row. `load` reports it as a text inside a successful answer. */
export const isContention = (serverMessage: string) =>
  /could not serialize access|deadlock detected|could not obtain lock|current transaction is aborted/i.test(
    serverMessage,
  )
