import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { OdooError } from '../../odoo/client/errors.js'
import { isDatabaseUnavailable, isInvalidValue } from '../../store/unavailable.js'
import { odooProblem } from '../problems/odoo-problem.js'
import { routeNotFound, Problem } from '../problems/problem.js'
import { temporalProblem } from '../problems/temporal-problem.js'

/** Seconds after which a caller should try again when an outside system is unavailable. */
const RETRY_AFTER = 5

/** The one place where errors become responses. */
export const errorHandler = fp((app, _options, done) => {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error)
    // Only internal errors are logged: what a caller did wrong is reported to the caller.
    // The request's content is never logged.
    if (problem.status === 500)
      request.log.error({ err: error, url: request.routeOptions.url }, 'request failed')
    return sendProblem(request, reply, problem)
  })
  done()
})

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const retryAfter = problem.extras.retryAfter ?? (problem.status === 503 ? RETRY_AFTER : undefined)
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter)
  if (problem.status === 401)
    void reply.header('www-authenticate', problem.problem === 'invalid-signature' ? 'Signature' : 'Bearer')
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.body(request.id))
}

/** Returns the problem that an error means for the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof OdooError) return odooProblem(error.type)
  if (isDatabaseUnavailable(error))
    return new Problem('database-unavailable', 'The database does not respond. Try again later.')
  if (isInvalidValue(error))
    return new Problem('invalid-content', 'The request contains a value that cannot be stored.', {
      errors: [{ pointer: '', detail: 'contains a value that cannot be stored' }],
    })
  return (
    temporalProblem(error) ??
    requestProblem(error) ??
    new Problem('internal', 'Search the log for the request id.')
  )
}

/** Problems that Fastify and its plugins find in a request. Their errors carry a status. */
function requestProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return undefined
  switch (error.statusCode) {
    case 403:
      return new Problem(
        'forbidden',
        'The header x-csrf-token does not belong to your current session. Reload the page.',
      )
    case 404:
      return routeNotFound()
    case 413:
      return new Problem('content-too-large', 'The body is larger than this address accepts.')
    default:
      return error.statusCode < 500 ? new Problem('bad-request', error.message) : undefined
  }
}
