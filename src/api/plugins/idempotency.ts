import { createHash, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { claimKey, type Claim, releaseKey, saveResponse } from '../../store/idempotency.js'
import { commandIdOf } from '../services/send-command.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Name of this command in Temporal: the same for repetitions with the same Idempotency-Key. */
    commandId: string
    idempotencyClaim: Claim | null
  }
}

const KEY = /^[\x21-\x7e]{1,255}$/

/** Headers of an answer that belong to its meaning. */
const KEPT_HEADERS = ['content-type', 'location', 'etag']

/**
 * Every POST of an authenticated caller may carry an Idempotency-Key: its repetition gets the first answer, without being done again.
 * Only final answers are kept; after 202, 429 and 5xx a repetition tries again, under the same command id.
 */
export function registerIdempotency(app: FastifyInstance, { store }: ApiDeps): void {
  app.decorateRequest('commandId', '')
  app.decorateRequest('idempotencyClaim', null)

  app.addHook('preValidation', async (request, reply) => {
    if (request.method !== 'POST') return
    const key = keyOf(request)
    request.commandId = commandIdOf(request.actor, key ?? randomUUID())
    if (key === undefined || request.routeOptions.config.access !== 'caller') return
    const claimed: Claim = { actor: request.actor, key, request: fingerprint(request) }
    const result = await claimKey(store, claimed)
    switch (result.kind) {
      case 'claimed':
        request.idempotencyClaim = claimed
        return
      case 'finished':
        return reply
          .code(result.response.status)
          .headers({ ...result.response.headers, 'idempotency-replayed': 'true' })
          .serializer((body: unknown) => String(body))
          .send(result.response.body)
      case 'in_flight':
        throw new Problem(
          'command-in-flight',
          'The first request with this Idempotency-Key is not answered yet.',
        )
      case 'other_request':
        throw new Problem('key-reused', 'This Idempotency-Key came with another request before.')
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const claimed = request.idempotencyClaim
    if (!claimed) return payload
    request.idempotencyClaim = null
    const { statusCode: status } = reply
    if (status === 202 || status === 429 || status >= 500 || typeof payload !== 'string') {
      await releaseKey(store, claimed)
      return payload
    }
    const headers = Object.fromEntries(
      KEPT_HEADERS.flatMap((name) => {
        const value = reply.getHeader(name)
        return typeof value === 'string' ? [[name, value]] : []
      }),
    )
    await saveResponse(store, claimed, { status, headers, body: payload })
    return payload
  })
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !KEY.test(key))
    throw new Problem('bad-request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.')
  return key
}

const fingerprint = ({ method, url, body }: FastifyRequest): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest()
