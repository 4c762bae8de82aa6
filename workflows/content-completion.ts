/**
 * The plan's update_progress: a person marks content as completed in eLearning on behalf of a
 * learner.
 */
import type { ContentCompletionInput, ContentCompletionOutcome } from '../src/contracts/content-completion.js'
import { odoo } from './activity-proxies.js'

export async function contentCompletion(input: ContentCompletionInput): Promise<ContentCompletionOutcome> {
  const { programId, studentId, courseIntegrationId, slideIds } = input
  return odoo('fail_fast', `content of course ${courseIntegrationId}`).markContentCompleted({
    programId,
    studentId,
    courseIntegrationId,
    slideIds,
  })
}
