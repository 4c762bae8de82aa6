import { activityInfo } from '@temporalio/activity'
import { progressId } from '../../../src/contracts/application.js'
import { resync as resyncTraining } from '../../../src/contracts/progress.js'
import { say } from '../../../src/domain/sentences/sentence.js'
import { applicationOf, commandOf, send } from '../command.js'
import { commandKind, trainingObstacle } from './command-kind.js'

/** Reads students in training from Odoo again, and lets their workflows decide on it. */
export const resync = commandKind({
  foresee: () => (standing) => ({
    effects: [{ effect: 'reading', count: 1, undoable: false }],
    obstacle: trainingObstacle(standing),
  }),

  async give(work, item) {
    const application = applicationOf(item)
    const { id, command } = await commandOf(work, application, 'apply')
    // A reading that has failed is a finished command: the next attempt needs another id.
    const { attempt } = activityInfo()
    const refusal = await send(work, {
      workflowId: progressId(application),
      update: resyncTraining,
      command,
      id: `${id}-${attempt}`,
    })
    return refusal === null ? { outcome: 'done' } : { outcome: 'changed', reasons: [refusal] }
  },

  undo: say('reading_stays'),
})
