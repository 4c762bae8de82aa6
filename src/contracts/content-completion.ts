import type { Application } from './application.js'
import type { Command } from './enrollment.js'

/**
 * The plan's update_progress: content marked as completed in eLearning on behalf of a learner,
 * `content/<program>/<student>/<key>`.
 */
export interface ContentCompletionInput extends Application, Command {
  readonly courseIntegrationId: number
  readonly slideIds: readonly number[] | 'all'
}

export interface ContentCompletionOutcome {
  readonly marked: number
}
