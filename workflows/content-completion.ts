/** The plan's update_progress: a person marks content as completed in eLearning on behalf of a learner. */
import { upsertSearchAttributes } from '@temporalio/workflow'
import type { ContentCompletionInput, ContentCompletionOutcome } from '../src/contracts/content-completion.js'
import { ProgramId, StudentId } from '../src/contracts/search-attributes.js'
import { odoo } from './activity-proxies.js'

export async function contentCompletion(input: ContentCompletionInput): Promise<ContentCompletionOutcome> {
  const { programId, studentId, courseIntegrationId, slideIds } = input
  upsertSearchAttributes([
    { key: ProgramId, value: programId },
    { key: StudentId, value: studentId },
  ])
  return odoo('prompt', `content of course ${courseIntegrationId}`).markContentCompleted({
    programId,
    studentId,
    courseIntegrationId,
    slideIds,
  })
}
