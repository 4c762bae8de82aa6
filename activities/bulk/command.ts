import { setTimeout as sleep } from 'node:timers/promises'
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common'
import type { Application } from '../../src/contracts/application.js'
import type { Command, WorkflowState } from '../../src/contracts/enrollment.js'
import { FailureType, PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { say, type Sentence } from '../../src/domain/sentences/sentence.js'
import { isCommandRecorded } from '../../src/store/application-standings.js'
import type { BulkItem } from '../../src/store/bulk-items.js'
import { saveComment } from '../../src/store/comments.js'
import { failure } from '../failures.js'
import type { BulkWork } from './kind.js'

/** How long one workflow may take. Milliseconds. */
const COMMAND_LIMIT = 60_000

/** For how long a step that was made is waited for. Milliseconds. */
const RECORDING_LIMIT = 5_000
const POLL = 100

export const applicationOf = ({ program_id: programId, student_id: studentId }: BulkItem): Application => ({
  programId,
  studentId,
})

/** Why a command was not done; null: it was. */
export type Refusal = Sentence | null

/** The command of an operation to one application: what is the same in each of its attempts. */
export interface BulkCommand {
  readonly id: string
  /** Who confirmed or undid the operation, and the id of its reason. */
  readonly command: Command & { readonly comment: string }
}

/** Returns the command for an item. It has its id from the operation, so it is done once. */
export async function commandOf(
  { context: { store }, operation }: BulkWork,
  application: Application,
  purpose: 'apply' | 'undo',
): Promise<BulkCommand> {
  const id = `bulk-${operation.id}-${purpose}-${application.programId}-${application.studentId}`
  const by = (purpose === 'undo' ? operation.undone_by : operation.confirmed_by) ?? operation.author
  const text = purpose === 'undo' ? `Bulk operation ${operation.id} was undone.` : operation.reason
  const comment = await saveComment(store, { application, text, author: by, commandId: id })
  return { id, command: { by, comment, urgency: 'bulk' } }
}

/** An update with everything that it needs. */
interface Message<Sent extends Command> {
  readonly workflowId: string
  readonly update: UpdateDefinition<WorkflowState, [Sent]>
  readonly command: Sent
  /** A command with the same id is not done twice. */
  readonly id: string
}

/**
 * Gives a command to a workflow. Returns why the workflow does not do it. Throws what a later
 * attempt can fix.
 */
export async function send<Sent extends Command>(
  { context: { temporal } }: BulkWork,
  { workflowId, update, command, id }: Message<Sent>,
): Promise<Refusal> {
  const handle = temporal.workflow.getHandle(workflowId)
  try {
    await temporal.withDeadline(Date.now() + COMMAND_LIMIT, () =>
      handle.executeUpdate(update, { args: [command], updateId: id }),
    )
    return null
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return say('no_workflow')
    if (!(error instanceof WorkflowUpdateFailedError)) throw error
    const { cause } = error
    if (!(cause instanceof ApplicationFailure)) throw error
    const { message: text } = cause
    const type = cause.type as FailureType
    if (REFUSALS.includes(type)) return say('call_failed', { failure: type, text })
    throw failure(type, text)
  }
}

const REFUSALS: readonly unknown[] = [FailureType.WrongState, FailureType.BadCommand, ...PERMANENT_FAILURES]

/**
 * Whether an earlier attempt at the item has given the command. A workflow that has done it may
 * refuse it the second time, or have ended since.
 */
export async function wasGivenBefore(
  { context: { store } }: BulkWork,
  item: BulkItem,
  { command }: BulkCommand,
): Promise<boolean> {
  const isFirstAttempt = item.outcome === 'pending' || item.outcome === 'done'
  const deadline = Date.now() + (isFirstAttempt ? 0 : RECORDING_LIMIT)
  for (;;) {
    if (await isCommandRecorded(store, applicationOf(item), command.comment)) return true
    if (Date.now() >= deadline) return false
    await sleep(POLL)
  }
}
