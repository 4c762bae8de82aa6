import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/** gRPC status codes, as the protocol numbers them. */
const DEADLINE_EXCEEDED = 4
const RESOURCE_EXHAUSTED = 8
const UNAVAILABLE = 14

/** The server was not reached, is not ready, or did not respond in time. */
export function isTemporalUnavailable(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error
  if (!isGrpcServiceError(cause)) return false
  return [DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE].includes(cause.code)
}
