import { randomUUID } from 'node:crypto'
import type { Environment } from '../../e2e/environment.js'
import { waitFor } from '../../support/wait-for.js'

/** Statuses of a part that is down for the moment. */
const UNAVAILABLE = [429, 502, 503, 504]

/** Milliseconds. */
const LIMIT = 180_000

/** Calls the API, again with the same key for as long as it, or Temporal, does not respond. */
export const apiCaller =
  (apiUrl: string, key: string): Environment['call'] =>
  async (address, body, { method } = {}) => {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    }
    return waitFor(
      `an answer to ${address}`,
      async () => {
        const response = await fetch(apiUrl + address, {
          method: typeof method === 'string' ? method : body === undefined ? 'GET' : 'POST',
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        if (UNAVAILABLE.includes(response.status)) return undefined
        return { status: response.status, json: await response.json() }
      },
      { limit: LIMIT },
    )
  }
