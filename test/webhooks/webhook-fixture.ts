import { createApi } from '../../src/api/app.js'
import type { Store } from '../../src/store/store.js'
import type { TestDatabase } from '../support/postgres.js'
import { openProduct } from '../support/product-fixture.js'

/**
 * The API as senders of webhooks reach it: over HTTP, on a database of its own. Temporal and Odoo
 * are unavailable.
 */
export interface WebhookFixture {
  readonly url: string
  readonly store: Store
  /** Returns all that the API has logged, at log level `debug`. */
  logged(): string
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<HttpResponse>
  close(): Promise<void>
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export async function openWebhooks(
  env: NodeJS.ProcessEnv = {},
  database?: TestDatabase,
): Promise<WebhookFixture> {
  const product = await openProduct({ env: { LOG_LEVEL: 'debug', ...env }, ...(database && { database }) })
  const { config, store, temporal } = product
  const lines: string[] = []
  const log = { write: (line: string) => void lines.push(line) }
  const app = createApi({ config, store, temporal, clock: () => new Date(), log })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    store,
    logged: () => lines.join(''),
    post: async (path, body, headers = {}) => {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
    close: async () => {
      await app.close()
      await product.close()
    },
  }
}
