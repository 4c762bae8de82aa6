import type { Client } from '@temporalio/client'
import type { ContentCompletionInput, ContentCompletionOutcome } from '../../contracts/content-completion.js'
import { startContentCompletion } from '../../temporal/start-workflows.js'
import { COMMAND_LIMIT } from './send-command.js'
import { isTemporalUnavailable } from '../../temporal/unavailable.js'

/**
 * Marks content as completed in eLearning and returns the outcome; undefined if that takes longer
 * than `limit`. The same command id finds the same workflow and its outcome; a failed workflow runs
 * again.
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
