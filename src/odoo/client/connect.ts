import { FailureType } from '../../contracts/failures.js'
import { unlessAborted } from './abortable.js'
import { OdooError } from './errors.js'
import { HttpClient, type Timeouts } from './http-client.js'
import { Json2, NO_API_KEY } from './json2.js'
import { JsonRpc } from './jsonrpc.js'
import type { Call, Connection, Credentials, Transport, TransportChoice } from './transport.js'
import { majorVersion, SPEAKS_JSON2_FROM } from './versions.js'

type Choice = Pick<Connection, 'transport' | 'because'>

/** The transport of the configuration. Opens nothing: the choice is made at the first call, and anew after a failed one. */
export class ConnectedTransport implements Transport {
  readonly #exchange: HttpClient
  readonly #transports: { readonly jsonrpc: JsonRpc; readonly json2: Json2 }
  readonly #wanted: TransportChoice
  #choice: Promise<Choice> | null = null
  /** The server was older than 19 when last asked, and has no `/web/version`. */
  #older = false

  constructor(credentials: Credentials, patience?: Timeouts) {
    this.#exchange = new HttpClient(credentials.url, patience)
    this.#transports = {
      jsonrpc: new JsonRpc(credentials, this.#exchange),
      json2: new Json2(credentials, this.#exchange),
    }
    this.#wanted = credentials.transport ?? 'auto'
  }

  async execute(call: Call): Promise<unknown> {
    const { transport } = await this.#choose(call.signal)
    try {
      return await this.#transports[transport].execute(call)
    } catch (error) {
      // The key was revoked or has expired: the next call finds out what else it is good for.
      if (error instanceof OdooError && error.exceptionName === NO_API_KEY) this.#choice = null
      throw error
    }
  }

  async connection(signal?: AbortSignal): Promise<Connection> {
    const choice = await this.#choose(signal)
    return { ...(await this.#transports[choice.transport].connection(signal)), ...choice }
  }

  async serverVersion(signal?: AbortSignal): Promise<string> {
    if (!this.#older) {
      try {
        return await this.#transports.json2.serverVersion(signal)
      } catch (error) {
        // Before 19 there is no `/web/version`; from 19 on every call of `/jsonrpc` writes a warning into Odoo's log.
        if (!isOtherPage(error)) throw error
      }
    }
    const version = await this.#transports.jsonrpc.serverVersion(signal)
    this.#older = majorVersion(version) < SPEAKS_JSON2_FROM
    return version
  }

  serverTime(): Date | null {
    return this.#exchange.serverTime()
  }

  #choose(signal: AbortSignal | undefined): Promise<Choice> {
    // Shared by calls that come together; listens to nobody's signal, as the login.
    this.#choice ??= this.#decide().catch((error: unknown) => {
      this.#choice = null
      throw error
    })
    return unlessAborted(this.#choice, signal)
  }

  async #decide(): Promise<Choice> {
    if (this.#wanted === 'jsonrpc') return { transport: 'jsonrpc', because: 'configured' }
    const version = await this.serverVersion()
    const speaksJson2 = majorVersion(version) >= SPEAKS_JSON2_FROM
    if (this.#wanted === 'json2') {
      if (!speaksJson2) throw noJson2(version)
      return { transport: 'json2', because: 'configured' }
    }
    if (!speaksJson2) return { transport: 'jsonrpc', because: `Odoo ${version} does not speak JSON-2` }
    try {
      await this.#transports.json2.login()
      return { transport: 'json2', because: `Odoo ${version} and an API key` }
    } catch (error) {
      if (!isRefusal(error)) throw error
      // Remembered only when JSON-RPC lets us in: its own refusal is the one to report.
      await this.#transports.jsonrpc.login()
      return {
        transport: 'jsonrpc',
        because: `JSON-2 refused the credential or the way: ${error.exceptionName}`,
      }
    }
  }
}

/** Answered, but by something that does not know the path: an older Odoo, or a proxy that lets only some paths through. */
const isOtherPage = (error: unknown): error is OdooError =>
  error instanceof OdooError && /^HTTP (30\d|403|404|405)$/.test(error.exceptionName)

const isRefusal = (error: unknown): error is OdooError =>
  isOtherPage(error) || (error instanceof OdooError && error.type === FailureType.OdooAccessDenied)

const noJson2 = (version: string) =>
  new OdooError({
    type: FailureType.OdooSchema,
    exceptionName: `NoJson2(Odoo ${version}; JSON-2 is there from ${SPEAKS_JSON2_FROM} on)`,
  })
