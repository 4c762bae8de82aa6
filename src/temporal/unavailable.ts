import { GrpcStatus, grpcStatusOf } from './grpc-status.js'

const UNAVAILABLE: readonly (number | undefined)[] = [
  GrpcStatus.DEADLINE_EXCEEDED,
  GrpcStatus.RESOURCE_EXHAUSTED,
  GrpcStatus.UNAVAILABLE,
]

/** The server was not reached, is not ready, or did not respond in time. */
export const isTemporalUnavailable = (error: unknown): boolean => UNAVAILABLE.includes(grpcStatusOf(error))
