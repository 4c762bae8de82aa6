import {
  WorkflowFailedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { FailureType } from '../../contracts/failures.js'
import { GrpcStatus, grpcStatusOf } from '../../temporal/grpc-status.js'
import { isTemporalUnavailable } from '../../temporal/unavailable.js'
import { odooProblem } from './odoo-problem.js'
import { Problem } from './problem.js'

/**
 * Returns the problem that an error means for the caller; undefined if it is not the Temporal
 * client's error.
 */
export function temporalProblem(error: unknown): Problem | undefined {
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError) {
    const failure = applicationFailureIn(error)
    return failure && failureProblem(failure)
  }
  return isTemporalUnavailable(error)
    ? new Problem(
        'temporal-unavailable',
        'Temporal does not respond. Try again later with the same Idempotency-Key.',
      )
    : undefined
}

/**
 * The workflow task that had accepted the update was dropped, because the workflow ended or
 * continued as new when something else arrived. The update was not done and may be sent again.
 */
export const isDropped = (error: unknown): boolean => grpcStatusOf(error) === GrpcStatus.FAILED_PRECONDITION

/** The deadline of an update has passed. The update may have been accepted or not. */
export const isUpdateTimeout = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError

/** A workflow's own failure may be several causes deep, because activity failures wrap it. */
function applicationFailureIn(error: unknown): ApplicationFailure | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ApplicationFailure) return cause
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
