import type { Client } from '@temporalio/client'
import type { ContentCompletionInput, ContentCompletionOutcome } from '../../contracts/content-completion.js'
import { startContentCompletion } from '../../temporal/start-workflows.js'
import { COMMAND_LIMIT } from './send-command.js'
import { isTemporalUnavailable } from '../problems/temporal-problem.js'

/**
 * Has content marked as completed in eLearning, and waits for the end, but no longer than `limit`: undefined then.
 * The same command id again finds the same workflow and its outcome; one that failed is tried again.
 */
export async function completeContent(
  client: Client,
  commandId: string,
  input: ContentCompletionInput,
  limit: number = COMMAND_LIMIT,
): Promise<ContentCompletionOutcome | undefined> {
  const handle = await startContentCompletion(client, commandId, input)
  try {
    return await client.withDeadline(Date.now() + limit, () => handle.result())
  } catch (error) {
    if (isTemporalUnavailable(error)) return undefined
    throw error
  }
}
