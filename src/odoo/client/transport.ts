import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'

/** `auto`: JSON-2 where the server speaks it and the credential is an API key, else JSON-RPC. */
export const TRANSPORT_CHOICES = ['auto', 'jsonrpc', 'json2'] as const
export type TransportChoice = (typeof TRANSPORT_CHOICES)[number]

export interface Credentials {
  readonly url: string
  readonly db: string
  readonly login: string
  /** API key or password. JSON-2 accepts API keys only. */
  readonly apiKey: string
  /** Absent: `auto`. */
  readonly transport?: TransportChoice
}

/** How we are connected to Odoo, for the people who operate the connection. */
export interface Connection {
  readonly transport: 'jsonrpc' | 'json2'
  /** Why this transport was chosen. A clause, not a sentence. */
  readonly because: string
  /** `19.0`, `saas~18.4` … */
  readonly version: string
  /** Our user id in Odoo. */
  readonly uid: number
}

/** One method call on a model, in terms that both of Odoo's protocols have. */
export interface Call {
  /** Technical name. */
  readonly model: string
  readonly method: string
  /**
   * Records of a record method. Absent for a method of the model itself (`@api.model`). Empty only
   * if `worksWithoutRecords`.
   */
  readonly ids?: readonly number[] | undefined
  /**
   * Named arguments in the order of the method's signature: JSON-RPC sends them by position, JSON-2
   * by name.
   */
  readonly args?: Readonly<Record<string, unknown>> | undefined
  /** Optional arguments, always sent by name. */
  readonly kwargs?: Readonly<Record<string, unknown>> | undefined
  readonly context?: Readonly<Record<string, unknown>> | undefined
  /** The call changes nothing: it gets the shorter timeout. */
  readonly reads: boolean
  /** The caller filters the records that a search returns, so it may return more. */
  readonly isFiltered?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** Calls methods over one of Odoo's protocols. Both give the same results and the same failures. */
export interface Transport {
  /**
   * Returns the method's result; undefined for None. `create` returns a list of ids, even for one
   * record. Throws only OdooError, or the signal's reason after an abort.
   */
  execute(call: Call): Promise<unknown>
  /**
   * Returns how we are connected. Asks the server, and fails like any call when it is unavailable
   * or rejects us.
   */
  connection(signal?: AbortSignal): Promise<Connection>
  /** Returns `18.0`, `saas~18.4`, `19.0+e` …; needs no login. */
  serverVersion(signal?: AbortSignal): Promise<string>
  /** Returns what Odoo's clock shows now, by its last response; null before the first. */
  serverTime(): Date | null
}

/**
 * Methods of models (`@api.model`) that may be called without records. A record method without ids
 * does nothing and returns `true`. This list makes a forgotten id fail immediately instead.
 */
const MODEL_METHODS: ReadonlySet<string> = new Set([
  'create',
  'default_get',
  'fields_get',
  'formatted_read_group',
  'load',
  'read_group',
  'search_count',
  'search_read',
  // Odoo 17, on every model.
  'check_access_rights',
  // Odoo 17, on res.users: about the caller.
  'has_group',
])

/**
 * Returns whether a record method, called without records, applies to the model as a whole: access
 * rights without record rules.
 */
export const worksWithoutRecords = (method: string): boolean => method === 'has_access'

/** Throws when a call lacks the records that it needs. */
export function requireRecords({ model, method, ids }: Call): void {
  if (ids === undefined ? MODEL_METHODS.has(method) : ids.length > 0 || worksWithoutRecords(method)) return
  throw new OdooError({ type: FailureType.OdooRejected, exceptionName: 'NoIds', model, method })
}
