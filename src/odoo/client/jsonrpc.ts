import { FailureType } from '../../contracts/failures.js'
import { unlessAborted } from './abortable.js'
import { OdooError } from './errors.js'
import {
  isRecord,
  notOdoo,
  toOdooError,
  unavailable,
  type HttpClient,
  type CallContext,
} from './http-client.js'
import { requireRecords, type Call, type Connection, type Credentials, type Transport } from './transport.js'

/**
 * Odoo's `/jsonrpc` (16 to 21). Sends nothing before the first call. Logs in once, and again when
 * Odoo rejects the login.
 */
export class JsonRpc implements Transport {
  readonly #http: HttpClient
  readonly #credentials: Credentials
  #uid: Promise<number> | null = null
  #requests = 0

  constructor(credentials: Credentials, http: HttpClient) {
    this.#credentials = credentials
    this.#http = http
  }

  async execute(call: Call): Promise<unknown> {
    requireRecords(call)
    const uid = await this.login(call.signal)
    try {
      return await this.#executeAs(uid, call)
    } catch (error) {
      // A database restored from a backup may know us under another id. Then Odoo rejects the login
      // or reports the user as missing. Both happen before the method runs.
      if (!(error instanceof OdooError) || !STALE_LOGIN.has(error.exceptionName)) throw error
      this.#uid = null
      const renewed = await this.login(call.signal)
      if (renewed === uid) throw error
      return await this.#executeAs(renewed, call)
    }
  }

  /** Returns our user id in Odoo. Concurrent calls share one login. A failed login is not kept. */
  login(signal?: AbortSignal): Promise<number> {
    // The shared login ignores all signals: a caller that aborts must not fail the others.
    this.#uid ??= this.#authenticate().catch((error: unknown) => {
      this.#uid = null
      throw error
    })
    return unlessAborted(this.#uid, signal)
  }

  async connection(signal?: AbortSignal): Promise<Connection> {
    const uid = await this.login(signal)
    return { transport: 'jsonrpc', because: 'configured', version: await this.serverVersion(signal), uid }
  }

  async serverVersion(signal?: AbortSignal): Promise<string> {
    const version = await this.#request({ ...COMMON, method: 'version', signal }, 'common', [])
    const text = isRecord(version) ? version['server_version'] : undefined
    if (typeof text !== 'string') throw unavailable('NoVersion', COMMON)
    return text
  }

  serverTime(): Date | null {
    return this.#http.serverTime()
  }

  async #executeAs(uid: number, call: Call): Promise<unknown> {
    const { db, apiKey } = this.#credentials
    const { model, method, ids, args = {}, kwargs = {}, context } = call
    const positional = [...(ids ? [ids] : []), ...Object.values(args)]
    const named = { ...kwargs, ...(context && { context }) }
    const result = await this.#request(call, 'object', [db, uid, apiKey, model, method, positional, named])
    // For one dictionary `create` returns one number here, but a list in JSON-2.
    return method === 'create' && typeof result === 'number' ? [result] : result
  }

  async #authenticate(): Promise<number> {
    const { db, login, apiKey } = this.#credentials
    const uid = await this.#request(COMMON, 'common', [db, login, apiKey, {}])
    // Odoo does not report wrong credentials as an error: it returns false.
    if (typeof uid === 'number') return uid
    throw new OdooError({ type: FailureType.OdooLoginRejected, exceptionName: 'LoginRefused', ...COMMON })
  }

  async #request(
    context: CallContext,
    service: 'common' | 'object',
    args: readonly unknown[],
  ): Promise<unknown> {
    const id = ++this.#requests
    const method = service === 'common' ? context.method : 'execute_kw'
    const envelope = { jsonrpc: '2.0', method: 'call', id, params: { service, method, args } }
    const request = { verb: 'POST', path: '/jsonrpc', body: envelope } as const
    const response = await this.#http.send(request, context)
    const { status, body } = response
    if (!isRecord(body) || !('jsonrpc' in body)) throw notOdoo(response, context)
    const { error } = body
    if (error !== undefined) throw toOdooError(isRecord(error) ? error['data'] : undefined, context)
    if (status !== 200 || body['id'] !== id) throw unavailable(`HTTP ${status}`, context)
    // The key is absent when the method returned None.
    return body['result']
  }
}

const COMMON = { model: 'common', method: 'authenticate', reads: true } as const

const STALE_LOGIN: ReadonlySet<string> = new Set([
  'odoo.exceptions.AccessDenied',
  'odoo.exceptions.MissingError',
])
