import { inspect } from 'node:util'
import { FailureType } from '../../contracts/failures.js'

export interface OdooFailure {
  readonly type: FailureType
  /**
   * Odoo's exception name (`odoo.exceptions.UserError`), or what went wrong in transit
   * (`HTTP 502`, `ECONNREFUSED`).
   */
  readonly exceptionName: string
  readonly model?: string | undefined
  readonly method?: string | undefined
  /** Odoo's own text. It may name people. */
  readonly serverMessage?: string | undefined
  /** How long the server asked us to wait. */
  readonly retryAfterMs?: number | undefined
}

/**
 * Every failure of a call to Odoo, as one of the closed list of failure types.
 *
 * Its message, stack and JSON contain no text from the server, because such texts name people.
 * They contain nothing of the request either, because it holds the key. `serverMessage` is only
 * for an immediate decision.
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

  /**
   * Returns Odoo's own text; empty when there was none. It may name people, so it must never reach
   * logs, failure messages or histories.
   */
  get serverMessage(): string {
    return this.#serverMessage
  }

  [inspect.custom](): string {
    return this.stack ?? this.message
  }
}

const {
  OdooUnavailable,
  OdooBusy,
  OdooLoginRejected,
  OdooAccessDenied,
  OdooRejected,
  OdooMissing,
  OdooSchema,
} = FailureType

/**
 * Failure types by exception name, as seen on Odoo 16–19. `error.code` is useless: it differs by
 * version.
 */
const BY_NAME: Readonly<Record<string, FailureType>> = {
  'odoo.exceptions.AccessDenied': OdooLoginRejected,
  'odoo.exceptions.AccessError': OdooAccessDenied,
  'odoo.http.SessionExpiredException': OdooLoginRejected,
  'odoo.exceptions.MissingError': OdooMissing,
  'odoo.exceptions.LockError': OdooBusy,
  // Odoo has already retried five times within the request.
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
  // JSON-2: unknown models and methods, arguments that do not match the method's signature.
  'werkzeug.exceptions.NotFound': OdooSchema,
  'werkzeug.exceptions.UnprocessableEntity': OdooSchema,
  'werkzeug.exceptions.BadRequest': OdooSchema,
  'builtins.MemoryError': OdooUnavailable,
  'builtins.OSError': OdooUnavailable,
  'builtins.TimeoutError': OdooUnavailable,
  'builtins.ConnectionError': OdooUnavailable,
}

/** An unknown model is an ordinary UserError. Only this text differs from a business rejection. */
const UNKNOWN_MODEL = /^Object \S+ doesn't exist/

/**
 * Returns the failure type of an exception that Odoo reports. Exceptions that are not in the table
 * (UserError, ValidationError, constraint violations, errors of other modules) count as rejected.
 * Then a person sees them and may try again; automatic retries for days would hide them.
 */
export function classify(exceptionName: string, serverMessage: string): FailureType {
  if (exceptionName === 'odoo.exceptions.UserError' && UNKNOWN_MODEL.test(serverMessage)) return OdooSchema
  return BY_NAME[exceptionName] ?? OdooRejected
}

/**
 * Returns the failure type of a response that follows neither protocol: an error page of Odoo or
 * of a proxy, a redirect, a login page.
 */
export function classifyStatus(status: number): FailureType {
  if (status === 429) return OdooBusy
  // A body that is too large stays too large: a retry is pointless.
  return status === 413 ? OdooRejected : OdooUnavailable
}

/** Returns a failure for a response whose shape is not the method's. */
export const malformedResponse = (model: string, method: string): OdooError =>
  new OdooError({ type: OdooSchema, exceptionName: 'MalformedResponse', model, method })

/**
 * Exception name of a `load` that Odoo rejected without naming a field. It may be a rejected value
 * or a contended row. Only a translated text says which, so the text does not decide.
 */
export const UNCLASSIFIED_REFUSAL = 'LoadRefused'
