import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/** gRPC status codes, as the protocol numbers them. */
export const GrpcStatus = {
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
} as const

/**
 * Returns the status of a refused call; undefined for any other error. The client puts gRPC's error
 * into one of its own, a worker's connection throws it as it is.
 */
export function grpcStatusOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError && error.cause !== undefined ? error.cause : error
  return isGrpcServiceError(cause) ? cause.code : undefined
}
