import { ApplicationFailure } from '@temporalio/common'
import { condition, currentUpdateInfo } from '@temporalio/workflow'
import type { WorkflowStage, WorkflowState } from '../src/contracts/enrollment.js'
import { FailureType } from '../src/contracts/failures.js'
import type { WorkflowLog } from './workflow-log.js'

/** What the handlers of updates have in common: the two ways to reject a command, and its reply. */

/** The command makes no sense, in whatever state. */
export const badCommand = (message: string) =>
  ApplicationFailure.nonRetryable(message, FailureType.BadCommand)

/** The present state does not allow the command. The caller gets the state, too. */
export const wrongState = ({ current }: WorkflowLog<WorkflowStage>, message: string) =>
  ApplicationFailure.nonRetryable(
    `${message}; the present stage is "${current.stage}".`,
    FailureType.WrongState,
    current,
  )

/**
 * Applies a command and returns the state after the workflow's next step, so that the caller sees
 * its effect.
 */
export async function stateAfterNextStep(
  log: WorkflowLog<WorkflowStage>,
  apply: () => void,
): Promise<WorkflowState> {
  const { seq } = log.current
  apply()
  await condition(() => log.current.seq > seq)
  return log.current
}

/** The id under which a command was sent. A repeat after continue-as-new has the same. */
export const commandId = () => currentUpdateInfo()?.id ?? ''
