import { FailureType } from '../../contracts/failures.js'
import { unlessAborted } from './abortable.js'
import { OdooError } from './errors.js'
import { HttpClient, type HttpOptions } from './http-client.js'
import { Json2, INVALID_API_KEY } from './json2.js'
import { JsonRpc } from './jsonrpc.js'
import type { Call, Connection, Credentials, Transport, TransportChoice } from './transport.js'
import { majorVersion, SPEAKS_JSON2_FROM } from './versions.js'

/** Between two attempts to log in after a rejection. */
const LOGIN_PAUSE_MS = 3_000

type Choice = Pick<Connection, 'transport' | 'because'>

/**
 * The transport that the configuration asks for. Opens nothing when created. The choice is made at
 * the first call, and again after a failed choice.
 */
export class ConnectedTransport implements Transport {
  readonly #http: HttpClient
  readonly #transports: { readonly jsonrpc: JsonRpc; readonly json2: Json2 }
  readonly #configured: TransportChoice
  readonly #loginPauseMs: number
  #choice: Promise<Choice> | null = null
  /** The last rejection of our login, and when it happened. */
  #rejection: { readonly error: OdooError; readonly at: number } | null = null
  /** When last asked, the server was older than 19: it has no `/web/version`. */
  #isOldServer = false

  constructor(credentials: Credentials, options?: HttpOptions) {
    this.#http = new HttpClient(credentials.url, options)
    this.#transports = {
      jsonrpc: new JsonRpc(credentials, this.#http),
      json2: new Json2(credentials, this.#http),
    }
    this.#configured = credentials.transport ?? 'auto'
    this.#loginPauseMs = options?.loginPauseMs ?? LOGIN_PAUSE_MS
  }

  /**
   * While Odoo rejects our login, most calls fail without being sent. Many waiting workflows must
   * not try one wrong password after the other: Odoo would lock out our address.
   */
  async execute(call: Call): Promise<unknown> {
    if (this.#rejection && Date.now() - this.#rejection.at < this.#loginPauseMs) throw this.#rejection.error
    this.#rejection = null
    try {
      return await this.#execute(call)
    } catch (error) {
      if (isLoginRejected(error)) this.#rejection = { error, at: Date.now() }
      throw error
    }
  }

  async #execute(call: Call): Promise<unknown> {
    const { transport } = await this.#choose(call.signal)
    try {
      return await this.#transports[transport].execute(call)
    } catch (error) {
      // The key was revoked or has expired. The next call chooses the transport again.
      if (error instanceof OdooError && error.exceptionName === INVALID_API_KEY) this.#choice = null
      throw error
    }
  }

  async connection(signal?: AbortSignal): Promise<Connection> {
    const choice = await this.#choose(signal)
    return { ...(await this.#transports[choice.transport].connection(signal)), ...choice }
  }

  async serverVersion(signal?: AbortSignal): Promise<string> {
    if (!this.#isOldServer) {
      try {
        return await this.#transports.json2.serverVersion(signal)
      } catch (error) {
        // `/web/version` exists from 19 on. It comes first because from 19 on every call of
        // `/jsonrpc` writes a warning into Odoo's log.
        if (!isUnknownPath(error)) throw error
      }
    }
    const version = await this.#transports.jsonrpc.serverVersion(signal)
    this.#isOldServer = majorVersion(version) < SPEAKS_JSON2_FROM
    return version
  }

  serverTime(): Date | null {
    return this.#http.serverTime()
  }

  #choose(signal: AbortSignal | undefined): Promise<Choice> {
    // Concurrent calls share one choice. It ignores their signals, like the login.
    this.#choice ??= this.#decide().catch((error: unknown) => {
      this.#choice = null
      throw error
    })
    return unlessAborted(this.#choice, signal)
  }

  async #decide(): Promise<Choice> {
    if (this.#configured === 'jsonrpc') return { transport: 'jsonrpc', because: 'configured' }
    const version = await this.serverVersion()
    const speaksJson2 = majorVersion(version) >= SPEAKS_JSON2_FROM
    if (this.#configured === 'json2') {
      if (!speaksJson2) throw noJson2(version)
      return { transport: 'json2', because: 'configured' }
    }
    if (!speaksJson2) return { transport: 'jsonrpc', because: `Odoo ${version} does not speak JSON-2` }
    try {
      await this.#transports.json2.login()
      return { transport: 'json2', because: `Odoo ${version} and an API key` }
    } catch (error) {
      if (!isRefusal(error)) throw error
      // Kept only if JSON-RPC accepts the login. Otherwise its own refusal is the one to report.
      await this.#transports.jsonrpc.login()
      return {
        transport: 'jsonrpc',
        because: `JSON-2 rejected the credential or the path: ${error.exceptionName}`,
      }
    }
  }
}

/** Something responded that does not know the path: an older Odoo, or a proxy that blocks it. */
const isUnknownPath = (error: unknown): error is OdooError =>
  error instanceof OdooError && /^HTTP (30\d|403|404|405)$/.test(error.exceptionName)

const isRefusal = (error: unknown): error is OdooError =>
  isUnknownPath(error) ||
  isLoginRejected(error) ||
  (error instanceof OdooError && error.type === FailureType.OdooAccessDenied)

const isLoginRejected = (error: unknown): error is OdooError =>
  error instanceof OdooError && error.type === FailureType.OdooLoginRejected

const noJson2 = (version: string) =>
  new OdooError({
    type: FailureType.OdooSchema,
    exceptionName: `NoJson2(Odoo ${version}; JSON-2 exists from ${SPEAKS_JSON2_FROM} on)`,
  })
