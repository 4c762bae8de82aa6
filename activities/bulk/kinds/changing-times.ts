import { WorkflowNotFoundError } from '@temporalio/client'
import { progressId, type Application } from '../../../src/contracts/application.js'
import {
  extendDeadline,
  getTrainingTimes,
  pause,
  resume,
  type TrainingTimes,
} from '../../../src/contracts/progress.js'
import { say, type Sentence } from '../../../src/domain/sentences/sentence.js'
import { isCommandRecorded } from '../../../src/store/application-standings.js'
import { changeItems } from '../../../src/store/bulk-items.js'
import { applicationOf, commandOf, send, wasGivenBefore, type BulkCommand, type Refusal } from '../command.js'
import type { BulkWork } from '../kind.js'
import type { CommandKind } from './command-kind.js'

/** The change of a training's times that a command makes. */
type Change = 'pause' | 'resume' | { readonly deadline: string }

interface Refused {
  readonly refused: Sentence
}

/** Kept with the item before the command is given: after a crash, the times are others. */
interface TimesKept {
  readonly before: TrainingTimes
  readonly change: Change
  readonly after?: TrainingTimes
}

export interface TimesCommand {
  readonly change: (work: BulkWork, before: TrainingTimes) => Change | Refused | Promise<Change | Refused>
  /** The change that restores the times; or why they stay. */
  readonly restore: (
    times: Required<TimesKept> & { readonly now: TrainingTimes },
    work: BulkWork,
  ) => Change | Refused
}

const NOT_RUNNING = say('training_over')

/** Changes the times of a training, and restores them unless somebody has changed them since. */
export const changingTimes = ({ change, restore }: TimesCommand): Pick<CommandKind, 'give' | 'undo'> => ({
  async give(work, item) {
    const { store } = work.context
    const application = applicationOf(item)
    let kept = item.result as TimesKept | null
    if (kept === null) {
      const before = await timesOf(work, application)
      if (before === null) return { outcome: 'changed', reasons: [NOT_RUNNING] }
      const decided = await change(work, before)
      if (isRefused(decided)) return { outcome: 'failed', reasons: [decided.refused] }
      kept = { before, change: decided }
      await changeItems(
        store,
        work.operation.id,
        [{ ...application, outcome: 'applying', result: kept }],
        ['applying'],
      )
    }
    const command = await commandOf(work, application, 'apply')
    const refusal = await sendChange(work, application, kept.change, command)
    if (refusal !== null && !(await wasGivenBefore(work, item, command)))
      return { outcome: 'changed', reasons: [refusal] }
    const after = await timesOf(work, application)
    return { outcome: 'done', result: { ...kept, ...(after && { after }) } }
  },

  async undo(work, item) {
    const application = applicationOf(item)
    const given = await commandOf(work, application, 'apply')
    const kept = item.result as TimesKept | null
    if (kept === null || !(await isCommandRecorded(work.context.store, application, given.command.comment)))
      return { outcome: 'undone', reasons: [say('had_not_begun')] }
    const command = await commandOf(work, application, 'undo')
    if (await wasGivenBefore(work, item, command)) return { outcome: 'undone' }
    const now = await timesOf(work, application)
    if (now === null) return { outcome: 'kept', reasons: [NOT_RUNNING] }
    const back = restore({ ...kept, after: kept.after ?? now, now }, work)
    if (isRefused(back)) return { outcome: 'kept', reasons: [back.refused] }
    const refusal = await sendChange(work, application, back, command)
    return refusal === null ? { outcome: 'undone' } : { outcome: 'kept', reasons: [refusal] }
  },
})

const isRefused = (change: Change | Refused): change is Refused =>
  typeof change === 'object' && 'refused' in change

function sendChange(
  work: BulkWork,
  application: Application,
  change: Change,
  { id, command }: BulkCommand,
): Promise<Refusal> {
  const to = { workflowId: progressId(application), id }
  if (change === 'pause') return send(work, { ...to, update: pause, command })
  if (change === 'resume') return send(work, { ...to, update: resume, command })
  return send(work, { ...to, update: extendDeadline, command: { ...command, ...change } })
}

/** null: there is no such training in Temporal. */
async function timesOf(
  { context: { temporal } }: BulkWork,
  application: Application,
): Promise<TrainingTimes | null> {
  try {
    return await temporal.workflow.getHandle(progressId(application)).query(getTrainingTimes)
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null
    throw error
  }
}
