import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import type { Delivery } from './recording.js'
import { comparable, shapeOf } from './shape.js'

interface Delivered {
  readonly method: string
  readonly path: string
  readonly contentType: string
  readonly body: string
}

/** How long the recording waited before it noted that nothing arrived, milliseconds. */
const SILENCE_MS = 1_000
/** How long a delivery may take, milliseconds. */
const DELIVERY_TIMEOUT_MS = 5_000

/** Receives a server's webhooks, keeps them in order and responds `ok`. */
export class WebhookReceiver {
  readonly #server: Server
  readonly #arrived: Delivered[] = []
  #wake: () => void = () => undefined

  private constructor() {
    this.#server = createServer((request, response) => {
      const { method = '', url = '', headers } = request
      void text(request).then((body) => {
        response.end('ok')
        this.#arrived.push({ method, path: url, contentType: headers['content-type'] ?? '', body })
        this.#wake()
      })
    })
  }

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver()
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Compares the next delivery with the recorded one. Returns the difference, or null. */
  async compareNext({ request }: Delivery): Promise<string | null> {
    const arrived = await this.#next(request === null ? SILENCE_MS : DELIVERY_TIMEOUT_MS)
    if (request === null) return arrived ? `arrived ${arrived.body}, recorded nothing` : null
    if (!arrived) return `nothing arrived, recorded ${request.bodyText}`
    const difference = `arrived ${arrived.path} ${arrived.body}, recorded ${request.path} ${request.bodyText}`
    const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
    if (arrived.method !== request.method || arrived.path !== request.path || arrived.contentType !== type)
      return difference
    const [expected, found] = [request.bodyText, arrived.body].map((body) => JSON.parse(body) as unknown)
    return valuesOf(found) === valuesOf(expected) && shapeOf(found) === shapeOf(expected) ? null : difference
  }

  async #next(timeoutMs: number): Promise<Delivered | undefined> {
    if (this.#arrived.length === 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    return this.#arrived.shift()
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Keys keep their order. The number in the action's name is an id and is dropped. */
const valuesOf = (body: unknown) => JSON.stringify(comparable(body)).replace(/\(#\d+\)/, '(#)')
