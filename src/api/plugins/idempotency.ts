import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { sha256 } from '../../hash.js'
import { claimKey, type Claim, releaseKey, saveResponse } from '../../store/idempotency.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import { commandIdOf } from '../services/send-command.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The response contains a secret, so it is never stored: a repetition is another request. */
    isSecret?: boolean
  }
  interface FastifyRequest {
    /** The command's id in Temporal. Requests with the same Idempotency-Key have the same one. */
    commandId: string
    idempotencyClaim: Claim | null
  }
}

const KEY = /^[\x21-\x7e]{1,255}$/

/** Headers that are stored with a response. */
const STORED_HEADERS = ['content-type', 'location', 'etag']

/**
 * Every POST of an authenticated caller may carry an Idempotency-Key. A repetition gets the first
 * response, and nothing is done again. Only final responses are stored: after 202, 429 and 5xx a
 * repetition tries again, with the same command id.
 */
export const idempotency = fp((app, { store }: ApiDeps, done) => {
  app.decorateRequest('commandId', '')
  app.decorateRequest('idempotencyClaim', null)

  app.addHook('preValidation', async (request, reply) => {
    if (request.method !== 'POST') return
    if (isTooDeep(request.body))
      throw new Problem('invalid-content', 'The body is nested too deeply.', {
        errors: [{ pointer: '', detail: 'is nested too deeply' }],
      })
    const key = keyOf(request)
    request.commandId = commandIdOf(request.actor, key ?? randomUUID())
    const { access, isSecret = false } = request.routeOptions.config
    if (key === undefined || access !== 'caller' || isSecret) return
    const claimed: Claim = { actor: request.actor, key, request: hashOf(request) }
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
          'The first request with this Idempotency-Key is still being processed.',
        )
      case 'other_request':
        throw new Problem(
          'idempotency-key-reused',
          'This Idempotency-Key was sent with a different request before. Use a new one.',
        )
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const claimed = request.idempotencyClaim
    if (!claimed) return payload
    request.idempotencyClaim = null
    const { statusCode: status } = reply
    if (
      status === 202 ||
      status === 429 ||
      status >= 500 ||
      reply.hasHeader('retry-after') ||
      typeof payload !== 'string'
    ) {
      await releaseKey(store, claimed)
      return payload
    }
    const headers = Object.fromEntries(
      STORED_HEADERS.flatMap((name) => {
        const value = reply.getHeader(name)
        return typeof value === 'string' ? [[name, value]] : []
      }),
    )
    await saveResponse(store, claimed, { status, headers, body: payload })
    return payload
  })
  done()
})

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !KEY.test(key))
    throw new Problem('bad-request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.')
  return key
}

/** Deeper than any body that a route accepts. A depth of thousands would exhaust the stack. */
const MAX_DEPTH = 32

/** Level by level, because recursion would exhaust the stack. */
function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    )
  }
  return false
}

const hashOf = ({ method, url, body }: FastifyRequest): Buffer =>
  sha256(JSON.stringify([method, url, body ?? null]))
