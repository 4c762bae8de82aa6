import { FailureType } from '../../contracts/failures.js'
import { unlessAborted } from './abortable.js'
import { OdooError } from './errors.js'
import { isRecord, notOdoo, toOdooError, unavailable, type HttpClient } from './http-client.js'
import { requireRecords, type Call, type Connection, type Credentials, type Transport } from './transport.js'

/**
 * Odoo's `/json/2` (19 and later). It accepts API keys only. The key alone identifies the caller,
 * so its owner is compared with the login once.
 */
export class Json2 implements Transport {
  readonly #http: HttpClient
  readonly #credentials: Credentials
  #uid: Promise<number> | null = null

  constructor(credentials: Credentials, http: HttpClient) {
    this.#credentials = credentials
    this.#http = http
  }

  async execute(call: Call): Promise<unknown> {
    requireRecords(call)
    await this.login(call.signal)
    try {
      return await this.#post(call)
    } catch (error) {
      // The key was revoked or has expired, or may become valid again.
      if (error instanceof OdooError && error.exceptionName === INVALID_API_KEY) this.#uid = null
      throw error
    }
  }

  /** Returns our user id in Odoo. Concurrent calls share one login. A failed login is not kept. */
  login(signal?: AbortSignal): Promise<number> {
    // The shared login ignores all signals: a caller that aborts must not fail the others.
    this.#uid ??= this.#identify().catch((error: unknown) => {
      this.#uid = null
      throw error
    })
    return unlessAborted(this.#uid, signal)
  }

  async connection(signal?: AbortSignal): Promise<Connection> {
    const uid = await this.login(signal)
    return { transport: 'json2', because: 'configured', version: await this.serverVersion(signal), uid }
  }

  async serverVersion(signal?: AbortSignal): Promise<string> {
    const context = { model: 'common', method: 'version', reads: true, signal }
    const response = await this.#http.send({ verb: 'GET', path: '/web/version' }, context)
    const text = isRecord(response.body) ? response.body['version'] : undefined
    if (response.status !== 200 || typeof text !== 'string') throw notOdoo(response, context)
    return text
  }

  serverTime(): Date | null {
    return this.#http.serverTime()
  }

  /**
   * Checks that the key belongs to the login. JSON-RPC rejects another user's key; JSON-2 would act
   * as that user without notice.
   */
  async #identify(): Promise<number> {
    // A password with characters that a header cannot contain.
    if (!/^[\x21-\x7e]+$/.test(this.#credentials.apiKey))
      throw new OdooError({ type: OdooLoginRejected, exceptionName: INVALID_API_KEY })
    const userContext = await this.#post({ ...WHO_AM_I, method: 'context_get' })
    const uid = isRecord(userContext) ? userContext['uid'] : undefined
    if (typeof uid !== 'number') throw unavailable('NoUser', { ...WHO_AM_I, method: 'context_get' })
    const rows = await this.#post({ ...WHO_AM_I, method: 'read', ids: [uid], args: { fields: ['login'] } })
    const [user] = Array.isArray(rows) ? (rows as unknown[]) : []
    if (isRecord(user) && user['login'] === this.#credentials.login) return uid
    throw new OdooError({
      type: OdooLoginRejected,
      exceptionName: 'LoginRefused',
      model: WHO_AM_I.model,
      method: 'read',
    })
  }

  async #post(call: Call): Promise<unknown> {
    const { model, method, ids, args, kwargs, context } = call
    const { db, apiKey } = this.#credentials
    const response = await this.#http.send(
      {
        verb: 'POST',
        path: `/json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`,
        headers: { authorization: `bearer ${apiKey}`, 'x-odoo-database': db },
        body: { ...args, ...kwargs, ...(ids && { ids }), ...(context && { context }) },
      },
      call,
    )
    const { status, body } = response
    if (status === 200) return body ?? undefined
    if (!isRecord(body) || typeof body['name'] !== 'string') throw notOdoo(response, call)
    if (status === 401)
      throw new OdooError({ type: OdooLoginRejected, exceptionName: INVALID_API_KEY, model, method })
    throw toOdooError(body, call)
  }
}

const { OdooLoginRejected } = FailureType

const WHO_AM_I = { model: 'res.users', reads: true } as const

/** Exception name for a 401. JSON-2 rejects passwords and invalid keys alike. */
export const INVALID_API_KEY = 'no valid API key (JSON-2 does not accept passwords)'
