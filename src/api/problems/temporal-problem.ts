import {
  isGrpcServiceError,
  ServiceError,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { FailureType } from '../../contracts/failures.js'
import { odooProblem } from './odoo-problem.js'
import { Problem } from './problem.js'

/** gRPC status codes (the numbers are the protocol's). */
const DEADLINE_EXCEEDED = 4
const FAILED_PRECONDITION = 9
const RESOURCE_EXHAUSTED = 8
const UNAVAILABLE = 14

/** What a failure of the Temporal client means to the caller; undefined: it is none. */
export function temporalProblem(error: unknown): Problem | undefined {
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError) {
    const failure = applicationFailure(error)
    return failure && failureProblem(failure)
  }
  return isTemporalUnavailable(error)
    ? new Problem(
        'temporal-away',
        'Temporal does not answer. Try again later, with the same Idempotency-Key.',
      )
    : undefined
}

/** The server was not reached, is not ready, or did not answer in time. */
export function isTemporalUnavailable(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error
  if (!isGrpcServiceError(cause)) return false
  return [DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE].includes(cause.code)
}

/**
 * The workflow task that had taken the update was dropped, because something else came in while the workflow ended or continued as new.
 * The update was not done; the same one may be sent again at once.
 */
export function isDropped(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error
  return isGrpcServiceError(cause) && [FAILED_PRECONDITION].includes(cause.code)
}

/** The deadline of an update has passed; whether it was taken is another question. */
export const isUpdateTimeout = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError

/** A workflow's own failure sits at some depth of causes: activity failures wrap it. */
function applicationFailure(error: unknown): ApplicationFailure | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ApplicationFailure) return at
  return undefined
}

function failureProblem(failure: ApplicationFailure): Problem {
  switch (failure.type) {
    case FailureType.WrongState: {
      const state = failure.details?.[0]
      return new Problem(
        'wrong-state',
        failure.message,
        typeof state === 'object' && state !== null ? { state } : {},
      )
    }
    case FailureType.BadCommand:
      return new Problem('invalid-content', failure.message, {
        errors: [{ pointer: '', detail: failure.message }],
      })
    default:
      return odooProblem(failure.type)
  }
}
