import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OdooError } from '../../odoo/client/errors.js'
import { isDatabaseUnavailable } from '../../store/unavailable.js'
import { odooProblem } from '../problems/odoo-problem.js'
import { routeNotFound, Problem } from '../problems/problem.js'
import { temporalProblem } from '../problems/temporal-problem.js'

/** Seconds after which a caller should try again when a neighbour is away. */
const RETRY_AFTER = 5

/** The one place where failures become answers. */
export function registerErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error)
    // Our own faults only: what a caller did wrong is told to the caller. The error is logged without the request's content.
    if (problem.status === 500)
      request.log.error({ err: error, url: request.routeOptions.url }, 'request failed')
    return sendProblem(request, reply, problem)
  })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) void reply.header('retry-after', problem.extras.retryAfter ?? RETRY_AFTER)
  if (problem.status === 429 && problem.extras.retryAfter !== undefined)
    void reply.header('retry-after', problem.extras.retryAfter)
  if (problem.status === 401)
    void reply.header('www-authenticate', problem.problem === 'bad-signature' ? 'Signature' : 'Bearer')
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.body(request.id))
}

/** Any failure, as the problem it is for the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof OdooError) return odooProblem(error.type)
  if (isDatabaseUnavailable(error))
    return new Problem('database-away', 'The database does not answer. Try again later.')
  return (
    temporalProblem(error) ??
    requestProblem(error) ??
    new Problem('internal', 'Look for the request id in the log.')
  )
}

/** What Fastify itself finds wrong with a request: its errors carry a status. */
function requestProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return undefined
  if (error.statusCode === 404) return routeNotFound()
  if (error.statusCode === 413)
    return new Problem('content-too-large', 'The body is larger than this address takes.')
  return error.statusCode < 500 ? new Problem('bad-request', error.message) : undefined
}
