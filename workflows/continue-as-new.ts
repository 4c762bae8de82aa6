import { workflowInfo } from '@temporalio/workflow'

/**
 * Replaying costs about 0.4 ms an event. A few hundred keep every wake-up cheap; the server's own
 * hint comes at 4,096.
 */
const CONTINUE_AFTER_EVENTS = 400

/** Whether the history is long enough to continue as new. `limit`: events. */
export function isContinueAsNewDue(limit = CONTINUE_AFTER_EVENTS): boolean {
  const { historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo()
  return continueAsNewSuggested || targetWorkerDeploymentVersionChanged || historyLength > limit
}
