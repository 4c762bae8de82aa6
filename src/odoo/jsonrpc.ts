import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import { FailureType } from '../contracts/failures.js'
import { classify, classifyStatus, OdooError } from './errors.js'

/** Odoo likes few concurrent calls: learners' clicks contend with ours on the same rows. */
const MAX_SOCKETS = 4
/** Odoo retries contended calls inside the request for 13–15 s, and cuts a call off at 120 s. */
const READ_TIMEOUT_MS = 30_000
const WRITE_TIMEOUT_MS = 45_000

export interface Credentials {
  readonly url: string
  readonly db: string
  readonly login: string
  /** API key or password. */
  readonly apiKey: string
}

export interface TransportOptions {
  readonly readTimeoutMs?: number
  readonly writeTimeoutMs?: number
}

export interface Call {
  readonly model: string
  readonly method: string
  readonly args: readonly unknown[]
  readonly kwargs?: Readonly<Record<string, unknown>> | undefined
  /** Changes nothing: shorter patience. */
  readonly reads: boolean
  readonly signal?: AbortSignal | undefined
}

/** One method call on a model over whichever of Odoo's protocols. */
export interface Transport {
  /** The method's answer, undefined when it was None. Throws only OdooError, or the signal's reason when the caller gave up. */
  execute(call: Call): Promise<unknown>
  /** `18.0`, `saas~18.4`, `19.0+e` …; needs no login. */
  serverVersion(signal?: AbortSignal): Promise<string>
  /** Odoo's clock at the last answer. */
  serverTime(): Date | null
}

type Request = Omit<Call, 'args' | 'kwargs'> & { readonly service: string; readonly args: readonly unknown[] }

/** Odoo's `/jsonrpc` (16 and later). Nothing is sent before the first call; the login is done once and again when it is refused. */
export class JsonRpc implements Transport {
  readonly #http: AxiosInstance
  readonly #credentials: Credentials
  readonly #timeouts: { read: number; write: number }
  #uid: Promise<number> | null = null
  #serverTime: Date | null = null
  #requests = 0

  constructor(credentials: Credentials, options: TransportOptions = {}) {
    this.#credentials = credentials
    this.#timeouts = {
      read: options.readTimeoutMs ?? READ_TIMEOUT_MS,
      write: options.writeTimeoutMs ?? WRITE_TIMEOUT_MS,
    }
    this.#http = axios.create({
      baseURL: credentials.url,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      // Followed, the redirect of a wrong address ends in 200 and the HTML of a login page.
      maxRedirects: 0,
      validateStatus: () => true,
      responseType: 'json',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    })
  }

  async execute(call: Call): Promise<unknown> {
    const uid = await this.#login(call.signal)
    try {
      return await this.#executeAs(uid, call)
    } catch (error) {
      // A database restored from a backup may know us under another id: then the login is refused or the user "missing". Both
      // refusals come before the method runs.
      if (!(error instanceof OdooError) || !STALE_LOGIN.has(error.exceptionName)) throw error
      this.#uid = null
      const renewed = await this.#login(call.signal)
      if (renewed === uid) throw error
      return await this.#executeAs(renewed, call)
    }
  }

  async serverVersion(signal?: AbortSignal): Promise<string> {
    const version = await this.#request({ ...COMMON, method: 'version', args: [], signal })
    const text = isRecord(version) ? version['server_version'] : undefined
    if (typeof text !== 'string') throw unavailable('NoVersion', COMMON)
    return text
  }

  serverTime(): Date | null {
    return this.#serverTime
  }

  #executeAs(uid: number, call: Call): Promise<unknown> {
    const { db, apiKey } = this.#credentials
    const args = [db, uid, apiKey, call.model, call.method, call.args, call.kwargs ?? {}]
    return this.#request({ ...call, service: 'object', args })
  }

  /** Our user id in Odoo. Calls that come together share one login; a failed one is not remembered. */
  #login(signal: AbortSignal | undefined): Promise<number> {
    // The shared login listens to nobody's signal: one caller who gives up must not fail the others.
    this.#uid ??= this.#authenticate().catch((error: unknown) => {
      this.#uid = null
      throw error
    })
    return unlessAborted(this.#uid, signal)
  }

  async #authenticate(): Promise<number> {
    const { db, login, apiKey } = this.#credentials
    const uid = await this.#request({ ...COMMON, method: 'authenticate', args: [db, login, apiKey, {}] })
    // Wrong credentials are no error for Odoo: it answers false.
    if (typeof uid === 'number') return uid
    throw new OdooError({ type: FailureType.OdooAccessDenied, exceptionName: 'LoginRefused', ...COMMON })
  }

  async #request(request: Request): Promise<unknown> {
    const id = ++this.#requests
    const method = request.service === 'common' ? request.method : 'execute_kw'
    const data = {
      jsonrpc: '2.0',
      method: 'call',
      id,
      params: { service: request.service, method, args: request.args },
    }
    return this.#read(request, id, await this.#post(request, data))
  }

  /** No AxiosError leaves: it carries the request, and the request carries the key. */
  async #post(request: Request, data: unknown): Promise<AxiosResponse<unknown>> {
    const { signal } = request
    signal?.throwIfAborted()
    const deadline = new AbortController()
    const giveUp = () => deadline.abort()
    // Our own clock over the whole exchange: the `timeout` of axios starts anew with every byte of a slow body.
    const timer = setTimeout(giveUp, request.reads ? this.#timeouts.read : this.#timeouts.write)
    signal?.addEventListener('abort', giveUp, { once: true })
    try {
      return await this.#http.post<unknown>('/jsonrpc', data, { signal: deadline.signal })
    } catch (error) {
      signal?.throwIfAborted()
      if (deadline.signal.aborted) throw unavailable('Timeout', request)
      throw unavailable((axios.isAxiosError(error) ? error.code : undefined) ?? 'NetworkError', request)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
  }

  /** Takes the body for an answer only if it is one: error pages and cut-off texts arrive with status 200 too. */
  #read(request: Request, id: number, { status, headers, data }: AxiosResponse<unknown>): unknown {
    const contentType = String(headers['content-type'] ?? '')
    if (!contentType.startsWith('application/json') || !isRecord(data) || !('jsonrpc' in data)) {
      throw new OdooError({
        type: classifyStatus(status),
        exceptionName: `HTTP ${status}`,
        model: request.model,
        method: request.method,
        retryAfterMs: retryAfterMs(headers['retry-after']),
      })
    }
    const now = Date.parse(String(headers['date'] ?? ''))
    if (!Number.isNaN(now)) this.#serverTime = new Date(now)
    if ('error' in data) throw reported(request, data['error'])
    if (status !== 200 || data['id'] !== id) throw unavailable(`HTTP ${status}`, request)
    // A method that returns None leaves the key out.
    return data['result']
  }
}

const COMMON = { service: 'common', model: 'common', method: 'authenticate', reads: true } as const

const STALE_LOGIN: ReadonlySet<string> = new Set([
  'odoo.exceptions.AccessDenied',
  'odoo.exceptions.MissingError',
])

/** Odoo's own report. Its `debug` (a traceback with values of records) is dropped here. */
function reported(request: Request, error: unknown): OdooError {
  const data = isRecord(error) && isRecord(error['data']) ? error['data'] : {}
  const exceptionName = typeof data['name'] === 'string' ? data['name'] : 'UnnamedError'
  const serverMessage = typeof data['message'] === 'string' ? data['message'] : ''
  return new OdooError({
    type: classify(exceptionName, serverMessage),
    exceptionName,
    serverMessage,
    model: request.model,
    method: request.method,
  })
}

const unavailable = (exceptionName: string, { model, method }: { model: string; method: string }) =>
  new OdooError({ type: FailureType.OdooUnavailable, exceptionName, model, method })

/** The promise, or the signal's reason when that comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  let abort = () => {}
  const aborted = new Promise<undefined>((resolve) => {
    abort = () => resolve(undefined)
  })
  signal.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([promise, aborted])
    signal.throwIfAborted()
    return await promise
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `Retry-After`: seconds, or a date. */
function retryAfterMs(header: unknown): number | undefined {
  if (typeof header !== 'string') return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
