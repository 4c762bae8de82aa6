import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import { FailureType } from '../../contracts/failures.js'
import { classify, classifyStatus, OdooError } from './errors.js'

/** Few concurrent calls: they contend with the learners' clicks on the same rows. */
const DEFAULT_SOCKETS = 4
/** Odoo retries contended calls within the request for 13–15 s and aborts a call after 120 s. */
const READ_TIMEOUT_MS = 30_000
const WRITE_TIMEOUT_MS = 45_000

export interface HttpOptions {
  /** Connections at most. */
  readonly sockets?: number
  readonly readTimeoutMs?: number
  readonly writeTimeoutMs?: number
  /** How long a rejected login is not tried again. */
  readonly loginPauseMs?: number
  /** Milliseconds since any fixed moment, by a clock that nobody sets. */
  readonly elapsedMs?: () => number
}

/** The call behind a request. Decides the timeout, and is named in failures. */
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

/** A response with a JSON body, whatever its status. */
export interface HttpResponse {
  readonly status: number
  readonly body: unknown
  readonly retryAfterMs: number | undefined
}

/**
 * HTTP client for one Odoo server, shared by both protocols. Keeps few connections open, applies
 * its own deadline and remembers the server's clock.
 */
export class HttpClient {
  readonly #axios: AxiosInstance
  readonly #timeouts: { readonly read: number; readonly write: number }
  readonly #elapsedMs: () => number
  /** Odoo's clock at its last response, and when that came. */
  #clock: { readonly serverMs: number; readonly at: number } | null = null

  constructor(
    url: string,
    { sockets, readTimeoutMs, writeTimeoutMs, elapsedMs = () => performance.now() }: HttpOptions = {},
  ) {
    const maxSockets = sockets ?? DEFAULT_SOCKETS
    this.#elapsedMs = elapsedMs
    this.#timeouts = { read: readTimeoutMs ?? READ_TIMEOUT_MS, write: writeTimeoutMs ?? WRITE_TIMEOUT_MS }
    this.#axios = axios.create({
      baseURL: url,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
      // Following the redirect of a wrong address would end in 200 and the HTML of a login page.
      maxRedirects: 0,
      validateStatus: () => true,
      responseType: 'text',
      // Kept as text: axios returns a body that it cannot parse as if it were a JSON string.
      transformResponse: (body: unknown) => body,
      headers: { accept: 'application/json' },
    })
  }

  /**
   * Returns what Odoo's clock shows now (whole seconds), by its last response. Never ahead of it,
   * unless it was set back since.
   */
  serverTime(): Date | null {
    if (this.#clock === null) return null
    const { serverMs, at } = this.#clock
    return new Date(serverMs + Math.floor((this.#elapsedMs() - at) / 1_000) * 1_000)
  }

  /**
   * Sends one request and returns the response if it is JSON. Error pages, redirects, login pages
   * and truncated bodies fail here; some of them arrive with status 200. Throws only OdooError, or
   * the signal's reason.
   */
  async send(request: HttpRequest, context: CallContext): Promise<HttpResponse> {
    const { status, headers, data } = await this.#request(request, context)
    const response = { status, retryAfterMs: retryAfterMs(headers['retry-after']) }
    const isJson = String(headers['content-type'] ?? '').startsWith('application/json')
    const json = isJson ? parseJson(data) : null
    if (!json) throw notOdoo(response, context)
    const now = Date.parse(String(headers['date'] ?? ''))
    if (!Number.isNaN(now)) this.#clock = { serverMs: now, at: this.#elapsedMs() }
    return { ...response, body: json.body }
  }

  /** Never throws an AxiosError: it contains the request, and the request contains the key. */
  async #request(
    { verb, path, headers, body }: HttpRequest,
    context: CallContext,
  ): Promise<AxiosResponse<unknown>> {
    const { signal } = context
    signal?.throwIfAborted()
    const deadline = new AbortController()
    const abort = () => deadline.abort()
    // Limits the whole call: the `timeout` of axios restarts with every byte of a slow body.
    const timer = setTimeout(abort, context.reads ? this.#timeouts.read : this.#timeouts.write)
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await this.#axios.request<unknown>({
        method: verb,
        url: path,
        headers: { ...(verb === 'POST' && { 'content-type': 'application/json' }), ...headers },
        data: body,
        signal: deadline.signal,
      })
    } catch (error) {
      signal?.throwIfAborted()
      if (deadline.signal.aborted) throw unavailable('Timeout', context)
      throw unavailable((axios.isAxiosError(error) ? error.code : undefined) ?? 'NetworkError', context)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }
}

/**
 * Returns a failure for a response that is not from Odoo's API, but from a proxy or another site.
 */
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

/**
 * Converts Odoo's report of an exception, which is the same in both protocols. Its `debug` (a
 * traceback with values of records) is dropped.
 */
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

/** Returns null when the text is not JSON (truncated in transit). */
function parseJson(text: unknown): { readonly body: unknown } | null {
  const json = String(text)
  return tryParse(json) ?? tryParse(withQuotedNumbers(json))
}

function tryParse(json: string): { readonly body: unknown } | null {
  try {
    return { body: JSON.parse(json) as unknown }
  } catch {
    return null
  }
}

/**
 * Python writes numbers that JSON does not have as NaN and Infinity. As texts they reach the check
 * of the field, which names it.
 */
const withQuotedNumbers = (json: string) =>
  json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )

const SHORTEST_RETRY_AFTER_MS = 500
const LONGEST_RETRY_AFTER_MS = 5 * 60_000

/**
 * Parses `Retry-After`: seconds, or an HTTP date. Bounded, because 0 would mean a repeat without
 * a pause, and a day would mean a day of silence. Undefined: no such header, or not readable.
 */
function retryAfterMs(header: unknown): number | undefined {
  if (typeof header !== 'string') return undefined
  const text = header.trim()
  const isDate = /^[A-Za-z]{3,9},? /.test(text)
  const wait = /^[+-]?\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : isDate
      ? Date.parse(text) - Date.now()
      : NaN
  if (Number.isNaN(wait)) return undefined
  return Math.round(Math.min(Math.max(wait, SHORTEST_RETRY_AFTER_MS), LONGEST_RETRY_AFTER_MS))
}
