import { FailureType } from '../../contracts/failures.js'
import { unlessAborted } from './abortable.js'
import { OdooError } from './errors.js'
import { isRecord, notOdoo, toOdooError, unavailable, type HttpClient } from './http-client.js'
import { requireRecords, type Call, type Connection, type Credentials, type Transport } from './transport.js'

/** Odoo's `/json/2` (19 and later). It takes API keys only; the key alone says who calls, so its owner is compared with the login once. */
export class Json2 implements Transport {
  readonly #exchange: HttpClient
  readonly #credentials: Credentials
  #uid: Promise<number> | null = null

  constructor(credentials: Credentials, exchange: HttpClient) {
    this.#credentials = credentials
    this.#exchange = exchange
  }

  async execute(call: Call): Promise<unknown> {
    requireRecords(call)
    await this.login(call.signal)
    try {
      return await this.#post(call)
    } catch (error) {
      // Revoked or expired meanwhile, or good again later.
      if (error instanceof OdooError && error.exceptionName === NO_API_KEY) this.#uid = null
      throw error
    }
  }

  /** Our user id in Odoo. Calls that come together share one login; a failed one is not remembered. */
  login(signal?: AbortSignal): Promise<number> {
    // The shared login listens to nobody's signal: one caller who gives up must not fail the others.
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
    const purpose = { model: 'common', method: 'version', reads: true, signal }
    const answer = await this.#exchange.send({ verb: 'GET', path: '/web/version' }, purpose)
    const text = isRecord(answer.body) ? answer.body['version'] : undefined
    if (answer.status !== 200 || typeof text !== 'string') throw notOdoo(answer, purpose)
    return text
  }

  serverTime(): Date | null {
    return this.#exchange.serverTime()
  }

  /** JSON-RPC refuses a key of somebody else than the login; unasked, JSON-2 would act in his name. */
  async #identify(): Promise<number> {
    // A password in letters that no header can carry.
    if (!/^[\x21-\x7e]+$/.test(this.#credentials.apiKey))
      throw new OdooError({ type: OdooAccessDenied, exceptionName: NO_API_KEY })
    const context = await this.#post({ ...WHO_AM_I, method: 'context_get' })
    const uid = isRecord(context) ? context['uid'] : undefined
    if (typeof uid !== 'number') throw unavailable('NoUser', { ...WHO_AM_I, method: 'context_get' })
    const rows = await this.#post({ ...WHO_AM_I, method: 'read', ids: [uid], args: { fields: ['login'] } })
    const [user] = Array.isArray(rows) ? (rows as unknown[]) : []
    if (isRecord(user) && user['login'] === this.#credentials.login) return uid
    throw new OdooError({
      type: OdooAccessDenied,
      exceptionName: 'LoginRefused',
      model: WHO_AM_I.model,
      method: 'read',
    })
  }

  async #post(call: Call): Promise<unknown> {
    const { model, method, ids, args, kwargs, context } = call
    const { db, apiKey } = this.#credentials
    const answer = await this.#exchange.send(
      {
        verb: 'POST',
        path: `/json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`,
        headers: { authorization: `bearer ${apiKey}`, 'x-odoo-database': db },
        body: { ...args, ...kwargs, ...(ids && { ids }), ...(context && { context }) },
      },
      call,
    )
    const { status, body } = answer
    if (status === 200) return body ?? undefined
    if (!isRecord(body) || typeof body['name'] !== 'string') throw notOdoo(answer, call)
    if (status === 401)
      throw new OdooError({ type: OdooAccessDenied, exceptionName: NO_API_KEY, model, method })
    throw toOdooError(body, call)
  }
}

const { OdooAccessDenied } = FailureType

const WHO_AM_I = { model: 'res.users', reads: true } as const

/** What a refusal (401) of the credential is called: JSON-2 refuses passwords and invalid keys alike. */
export const NO_API_KEY = 'no valid API key (JSON-2 takes no password)'
