import { workflowInfo } from '@temporalio/workflow'

/**
 * Replaying costs about 0.4 ms an event. A few hundred keep every wake-up cheap; the server's own
 * hint comes at 4,096.
 */
const CONTINUE_AFTER_EVENTS = 400

/** Unsent emails may delay continue-as-new, but only up to so many times the limit. */
const CONTINUE_ANYWAY_FACTOR = 5

/** Whether the history is long enough to continue as new. `limit`: events. */
export function isContinueAsNewDue(limit: number | undefined, hasUnsentEmails: boolean): boolean {
  const events = limit ?? CONTINUE_AFTER_EVENTS
  const { historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo()
  if (historyLength > events * CONTINUE_ANYWAY_FACTOR) return true
  const isDue = continueAsNewSuggested || targetWorkerDeploymentVersionChanged || historyLength > events
  return isDue && !hasUnsentEmails
}
