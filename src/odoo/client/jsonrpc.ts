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

/** Odoo's `/jsonrpc` (16 to 21). Nothing is sent before the first call; the login is done once and again when it is refused. */
export class JsonRpc implements Transport {
  readonly #exchange: HttpClient
  readonly #credentials: Credentials
  #uid: Promise<number> | null = null
  #requests = 0

  constructor(credentials: Credentials, exchange: HttpClient) {
    this.#credentials = credentials
    this.#exchange = exchange
  }

  async execute(call: Call): Promise<unknown> {
    requireRecords(call)
    const uid = await this.login(call.signal)
    try {
      return await this.#executeAs(uid, call)
    } catch (error) {
      // A database restored from a backup may know us under another id: then the login is refused or the user "missing". Both
      // refusals come before the method runs.
      if (!(error instanceof OdooError) || !STALE_LOGIN.has(error.exceptionName)) throw error
      this.#uid = null
      const renewed = await this.login(call.signal)
      if (renewed === uid) throw error
      return await this.#executeAs(renewed, call)
    }
  }

  /** Our user id in Odoo. Calls that come together share one login; a failed one is not remembered. */
  login(signal?: AbortSignal): Promise<number> {
    // The shared login listens to nobody's signal: one caller who gives up must not fail the others.
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
    return this.#exchange.serverTime()
  }

  async #executeAs(uid: number, call: Call): Promise<unknown> {
    const { db, apiKey } = this.#credentials
    const { model, method, ids, args = {}, kwargs = {}, context } = call
    const byPlace = [...(ids ? [ids] : []), ...Object.values(args)]
    const byName = { ...kwargs, ...(context && { context }) }
    const answer = await this.#request(call, 'object', [db, uid, apiKey, model, method, byPlace, byName])
    // One dictionary in, one number out: JSON-2 answers a list here too.
    return method === 'create' && typeof answer === 'number' ? [answer] : answer
  }

  async #authenticate(): Promise<number> {
    const { db, login, apiKey } = this.#credentials
    const uid = await this.#request(COMMON, 'common', [db, login, apiKey, {}])
    // Wrong credentials are no error for Odoo: it answers false.
    if (typeof uid === 'number') return uid
    throw new OdooError({ type: FailureType.OdooAccessDenied, exceptionName: 'LoginRefused', ...COMMON })
  }

  async #request(
    purpose: CallContext,
    service: 'common' | 'object',
    args: readonly unknown[],
  ): Promise<unknown> {
    const id = ++this.#requests
    const method = service === 'common' ? purpose.method : 'execute_kw'
    const envelope = { jsonrpc: '2.0', method: 'call', id, params: { service, method, args } }
    const request = { verb: 'POST', path: '/jsonrpc', body: envelope } as const
    const answer = await this.#exchange.send(request, purpose)
    const { status, body } = answer
    if (!isRecord(body) || !('jsonrpc' in body)) throw notOdoo(answer, purpose)
    const { error } = body
    if (error !== undefined) throw toOdooError(isRecord(error) ? error['data'] : undefined, purpose)
    if (status !== 200 || body['id'] !== id) throw unavailable(`HTTP ${status}`, purpose)
    // A method that returns None leaves the key out.
    return body['result']
  }
}

const COMMON = { model: 'common', method: 'authenticate', reads: true } as const

const STALE_LOGIN: ReadonlySet<string> = new Set([
  'odoo.exceptions.AccessDenied',
  'odoo.exceptions.MissingError',
])
