import createClient, { type FetchResponse, type Middleware } from 'openapi-fetch'
import { ApiProblem, type ProblemBody } from './problem.js'
import type { components, paths } from './schema.js'

export type Schemas = components['schemas']

const SAFE = ['GET', 'HEAD']

let csrfToken: string | null = null

/** Every change carries the token of the session. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

const changes: Middleware = {
  onRequest({ request }) {
    if (SAFE.includes(request.method)) return
    if (csrfToken !== null) request.headers.set('x-csrf-token', csrfToken)
  },
}

/** The API of this server, typed by its own OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request) => {
    try {
      return await fetch(request)
    } catch {
      throw new ApiProblem(0, null)
    }
  },
})
api.use(changes)

/** Returns the content of a response. Throws an ApiProblem when the API reports a problem. */
export async function read<T extends Record<string | number, unknown>, O, M extends `${string}/${string}`>(
  request: Promise<FetchResponse<T, O, M>>,
): Promise<NonNullable<FetchResponse<T, O, M>['data']>> {
  const { data, error, response } = await request
  if (!response.ok) throw new ApiProblem(response.status, problemIn(error))
  return data as NonNullable<typeof data>
}

const problemIn = (body: unknown): ProblemBody | null =>
  typeof body === 'object' && body !== null && 'detail' in body ? (body as ProblemBody) : null

/** A button that is pressed twice, or a request that is repeated, does one thing. */
export const idempotencyKey = (): string => crypto.randomUUID()
