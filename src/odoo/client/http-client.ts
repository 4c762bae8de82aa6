import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import { FailureType } from '../../contracts/failures.js'
import { classify, classifyStatus, OdooError } from './errors.js'

/** Odoo likes few concurrent calls: learners' clicks contend with ours on the same rows. */
const MAX_SOCKETS = 4
/** Odoo retries contended calls inside the request for 13–15 s, and cuts a call off at 120 s. */
const READ_TIMEOUT_MS = 30_000
const WRITE_TIMEOUT_MS = 45_000

export interface Timeouts {
  readonly readTimeoutMs?: number
  readonly writeTimeoutMs?: number
}

/** What the exchange is about: for its patience and for the failures it reports. */
export interface CallContext {
  readonly model: string
  readonly method: string
  readonly reads: boolean
  readonly signal?: AbortSignal | undefined
}

export interface HttpRequest {
  readonly verb: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An answer with a JSON body, whatever its status. */
export interface HttpResponse {
  readonly status: number
  readonly body: unknown
  readonly retryAfterMs: number | undefined
}

/** HTTP with one Odoo server: few lasting connections, own deadline, the server's clock. Both protocols speak through it. */
export class HttpClient {
  readonly #http: AxiosInstance
  readonly #timeouts: { readonly read: number; readonly write: number }
  #serverTime: Date | null = null

  constructor(url: string, { readTimeoutMs, writeTimeoutMs }: Timeouts = {}) {
    this.#timeouts = { read: readTimeoutMs ?? READ_TIMEOUT_MS, write: writeTimeoutMs ?? WRITE_TIMEOUT_MS }
    this.#http = axios.create({
      baseURL: url,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      // Followed, the redirect of a wrong address ends in 200 and the HTML of a login page.
      maxRedirects: 0,
      validateStatus: () => true,
      responseType: 'text',
      // As text: axios hands over a body that it cannot parse as if it were a JSON text.
      transformResponse: (body: unknown) => body,
      headers: { accept: 'application/json' },
    })
  }

  /** Odoo's clock at its last answer (whole seconds). */
  serverTime(): Date | null {
    return this.#serverTime
  }

  /**
   * Sends one request. Error pages, redirects, login pages and cut-off texts fail here, some of them arrive with status 200; everything
   * that is JSON is answered. Throws only OdooError, or the signal's reason.
   */
  async send(request: HttpRequest, purpose: CallContext): Promise<HttpResponse> {
    const { status, headers, data } = await this.#request(request, purpose)
    const answer = { status, retryAfterMs: retryAfterMs(headers['retry-after']) }
    const json = String(headers['content-type'] ?? '').startsWith('application/json') ? parsed(data) : null
    if (!json) throw notOdoo(answer, purpose)
    const now = Date.parse(String(headers['date'] ?? ''))
    if (!Number.isNaN(now)) this.#serverTime = new Date(now)
    return { ...answer, body: json.body }
  }

  /** No AxiosError leaves: it carries the request, and the request carries the key. */
  async #request(
    { verb, path, headers, body }: HttpRequest,
    purpose: CallContext,
  ): Promise<AxiosResponse<unknown>> {
    const { signal } = purpose
    signal?.throwIfAborted()
    const deadline = new AbortController()
    const giveUp = () => deadline.abort()
    // Our own clock over the whole exchange: the `timeout` of axios starts anew with every byte of a slow body.
    const timer = setTimeout(giveUp, purpose.reads ? this.#timeouts.read : this.#timeouts.write)
    signal?.addEventListener('abort', giveUp, { once: true })
    try {
      return await this.#http.request<unknown>({
        method: verb,
        url: path,
        headers: { ...(verb === 'POST' && { 'content-type': 'application/json' }), ...headers },
        data: body,
        signal: deadline.signal,
      })
    } catch (error) {
      signal?.throwIfAborted()
      if (deadline.signal.aborted) throw unavailable('Timeout', purpose)
      throw unavailable((axios.isAxiosError(error) ? error.code : undefined) ?? 'NetworkError', purpose)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
  }
}

/** The failure of an answer that is not of the protocol spoken: of a proxy, of another site. */
export const notOdoo = (
  { status, retryAfterMs }: Omit<HttpResponse, 'body'>,
  { model, method }: Pick<CallContext, 'model' | 'method'>,
): OdooError =>
  new OdooError({
    type: classifyStatus(status),
    exceptionName: `HTTP ${status}`,
    model,
    method,
    retryAfterMs,
  })

export const unavailable = (
  exceptionName: string,
  { model, method }: Pick<CallContext, 'model' | 'method'>,
): OdooError => new OdooError({ type: FailureType.OdooUnavailable, exceptionName, model, method })

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What an exception of Odoo says of itself, the same in both protocols. Its `debug` (a traceback with values of records) is dropped. */
export function toOdooError(
  report: unknown,
  { model, method }: Pick<CallContext, 'model' | 'method'>,
): OdooError {
  const { name, message } = isRecord(report) ? report : {}
  const exceptionName = typeof name === 'string' ? name : 'UnnamedError'
  const serverMessage = typeof message === 'string' ? message : ''
  const type = classify(exceptionName, serverMessage)
  return new OdooError({ type, exceptionName, serverMessage, model, method })
}

/** null: no JSON (cut off on the way). */
function parsed(text: unknown): { readonly body: unknown } | null {
  try {
    return { body: JSON.parse(String(text)) as unknown }
  } catch {
    return null
  }
}

/** `Retry-After`: seconds, or a date. */
function retryAfterMs(header: unknown): number | undefined {
  if (typeof header !== 'string') return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
