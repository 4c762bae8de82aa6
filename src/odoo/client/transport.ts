import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'

/** `auto`: JSON-2 where the server speaks it and the credential is an API key, else JSON-RPC. */
export const TRANSPORT_CHOICES = ['auto', 'jsonrpc', 'json2'] as const
export type TransportChoice = (typeof TRANSPORT_CHOICES)[number]

export interface Credentials {
  readonly url: string
  readonly db: string
  readonly login: string
  /** API key or password; JSON-2 takes API keys only. */
  readonly apiKey: string
  /** Absent: `auto`. */
  readonly transport?: TransportChoice
}

/** How we speak with Odoo, for people who look after the connection. */
export interface Connection {
  readonly transport: 'jsonrpc' | 'json2'
  /** Why this one, a clause. */
  readonly because: string
  /** `19.0`, `saas~18.4` … */
  readonly version: string
  /** Our user id in Odoo. */
  readonly uid: number
}

/** One method call on a model, as far as both of Odoo's protocols can say it. */
export interface Call {
  /** Technical name. */
  readonly model: string
  readonly method: string
  /** The records of a record method; absent for a method of the model itself (`@api.model`). Empty only where `answersForModel`. */
  readonly ids?: readonly number[] | undefined
  /** Arguments by name, in the order of the method's signature: JSON-RPC sends them by place, JSON-2 by name. */
  readonly args?: Readonly<Record<string, unknown>> | undefined
  /** Optional arguments, always by name. */
  readonly kwargs?: Readonly<Record<string, unknown>> | undefined
  readonly context?: Readonly<Record<string, unknown>> | undefined
  /** Changes nothing: shorter patience. */
  readonly reads: boolean
  readonly signal?: AbortSignal | undefined
}

/** One method call on a model over whichever of Odoo's protocols: same answers, same failures. */
export interface Transport {
  /**
   * The method's answer, undefined when it was None. `create` answers a list of ids, also for one record. Throws only OdooError, or the
   * signal's reason when the caller gave up.
   */
  execute(call: Call): Promise<unknown>
  /** Who and where we are. Asks the server, and fails as every call does when it is away or refuses us. */
  connection(signal?: AbortSignal): Promise<Connection>
  /** `18.0`, `saas~18.4`, `19.0+e` …; needs no login. */
  serverVersion(signal?: AbortSignal): Promise<string>
  /** Odoo's clock at the last answer. */
  serverTime(): Date | null
}

/**
 * The methods of models (`@api.model`) that may be called without records. A record method without ids does nothing and answers `true`:
 * the whitelist makes a forgotten id fail at once instead.
 */
const MODEL_METHODS: ReadonlySet<string> = new Set([
  'create',
  'default_get',
  'fields_get',
  'get_views',
  'load',
  'name_search',
  'next_by_code',
  'read_group',
  'search',
  'search_count',
  'search_read',
  // res.users: the caller's own
  'context_get',
  // ir.default
  'set',
  // ir.model.access and every model (17)
  'check_access_rights',
  // res.users (17): asked of the caller
  'has_group',
  // ir.model.data
  'check_object_reference',
])

/** Record methods that, asked of no record, answer for the model as a whole: rights, without record rules. */
export const answersForModel = (method: string): boolean => method === 'has_access'

/** Refuses a call that would reach Odoo without the records it is about. */
export function requireRecords({ model, method, ids }: Call): void {
  if (ids === undefined ? MODEL_METHODS.has(method) : ids.length > 0 || answersForModel(method)) return
  throw new OdooError({ type: FailureType.OdooRejected, exceptionName: 'NoIds', model, method })
}
