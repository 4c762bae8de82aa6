import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../problems/problem.js'

/** Failed logins and unknown addresses that a client may cause before it only gets 429. */
const FAILURES_PER_MINUTE = 30

/**
 * Returns a function that counts a client's failure, to slow down guessing. Valid requests are not
 * counted.
 */
export function limitFailures(app: FastifyInstance): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({ max: FAILURES_PER_MINUTE, timeWindow: '1 minute' })
  return async (request) => {
    const result = await count(request)
    if (!result.isAllowed && result.isExceeded)
      throw new Problem('too-many-failures', 'Wait before you try again.', {
        retryAfter: result.ttlInSeconds,
      })
  }
}
