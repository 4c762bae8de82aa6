import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { enrollmentId, progressId, type ApplicationRun } from '../contracts/application.js'
import { usePolicy, type CommentId } from '../contracts/enrollment.js'
import { FailureType } from '../contracts/failures.js'
import { enrollmentPolicy } from '../domain/policy.js'
import { moveRun, type MovedRun } from '../store/move-run.js'
import { policiesOf } from '../store/policies.js'
import type { Store } from '../store/store.js'

interface Target {
  readonly store: Store
  readonly temporal: Client
}

export interface PolicyMoveRequest {
  /** The version that the run is under, as whoever decided has seen it. */
  readonly from: number
  readonly to: number
  readonly by: string
  readonly comment?: CommentId
  /** Repeated with the same id, a move is one step of the workflow. */
  readonly commandId: string
}

/** How long one workflow may take. Milliseconds. */
const UPDATE_LIMIT = 30_000

/**
 * Moves a running application to another version of the policy. The register comes first: from then
 * on the sync, and whatever the workflows read, is under the new version, and a move that is killed
 * here is completed by its repetition. Then the enrollment is told, and after it the training that
 * it may have started meanwhile. A certificate that waits is checked again by its training.
 */
export async function moveToPolicy(
  { store, temporal }: Target,
  run: ApplicationRun,
  { from, to, by, comment, commandId }: PolicyMoveRequest,
): Promise<MovedRun> {
  const moved = await moveRun(store, run, { from, to, by, commandId })
  if (moved === 'ended' || moved === 'changed') return moved
  const version = { programId: run.programId, policyVersion: to }
  const policy = enrollmentPolicy((await policiesOf(store, [version]))(version))
  const command = { policy, by, ...(comment !== undefined && { comment }) }
  for (const workflowId of [enrollmentId(run), progressId(run)]) {
    const handle = temporal.workflow.getHandle(workflowId)
    await temporal
      .withDeadline(Date.now() + UPDATE_LIMIT, () =>
        handle.executeUpdate(usePolicy, { args: [command], updateId: commandId }),
      )
      .catch((error: unknown) => {
        if (!hasEnded(error)) throw error
      })
  }
  return moved
}

/** It never ran, or is over, or is ending right now. */
const hasEnded = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError ||
  (error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === FailureType.WrongState)
