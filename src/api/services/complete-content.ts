import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client'
import type { Application } from '../../contracts/application.js'
import type { ContentCompletionInput, ContentCompletionOutcome } from '../../contracts/content-completion.js'
import { TaskQueue } from '../../contracts/task-queues.js'
import { CALL_LIMIT, COMMAND_LIMIT } from './send-command.js'
import { isTemporalUnavailable } from '../problems/temporal-problem.js'

/**
 * Marks content as completed in eLearning and returns the outcome; undefined if that takes longer
 * than `limit`. The same command id finds the same workflow and its outcome; a failed one runs again.
 */
export async function completeContent(
  client: Client,
  commandId: string,
  input: ContentCompletionInput,
  limit: number = COMMAND_LIMIT,
): Promise<ContentCompletionOutcome | undefined> {
  const { programId, studentId } = input
  const handle = await client.withDeadline(Date.now() + CALL_LIMIT, () =>
    client.workflow.start<(input: ContentCompletionInput) => Promise<ContentCompletionOutcome>>(
      'contentCompletion',
      {
        workflowId: contentId({ programId, studentId }, commandId),
        taskQueue: TaskQueue.orchestrator,
        args: [input],
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      },
    ),
  )
  try {
    return await client.withDeadline(Date.now() + limit, () => handle.result())
  } catch (error) {
    if (isTemporalUnavailable(error)) return undefined
    throw error
  }
}

/** Each command is a workflow of its own. */
export const contentId = ({ programId, studentId }: Application, commandId: string) =>
  `content/${programId}/${studentId}/${commandId}`
