import { setTimeout as sleep } from 'node:timers/promises'
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { enrollmentId, progressId, type Application } from '../../src/contracts/application.js'
import { withdraw } from '../../src/contracts/enrollment.js'
import { concurrently } from '../../src/concurrently.js'
import { FailureType } from '../../src/contracts/failures.js'
import { flowStates } from '../../src/store/applications.js'
import { latestRun } from '../../src/store/application-runs.js'
import type { BulkItem } from '../../src/store/bulk-items.js'
import { saveComment } from '../../src/store/comments.js'
import { settledRun } from '../../src/temporal/start-workflows.js'
import { failure } from '../failures.js'
import type { BulkWork } from './kind.js'

/** Milliseconds. */
const SETTLE_LIMIT = 20_000
const CLOSE_LIMIT = 20_000
const POLL = 100

const CONCURRENCY = 10

/** Stages in which calls to Odoo are on their way. */
const BUSY: readonly string[] = ['received', 'enrolling']

/** How the application of an item ended; null: it never started. By student. */
export type Ended = ReadonlyMap<number, string | null>

/** Withdraws the applications of these items, and waits until nothing of them runs any more. */
export async function stopRuns(work: BulkWork, items: readonly BulkItem[]): Promise<Ended> {
  const ended = new Map<number, string | null>()
  const errors: unknown[] = []
  await concurrently(items, CONCURRENCY, async (item) => {
    const { program_id: programId, student_id: studentId } = item
    const { run = 0 } = item.before as { run?: number }
    try {
      ended.set(studentId, await stop(work, { programId, studentId }, run))
    } catch (error) {
      errors.push(error)
    }
  })
  if (errors.length > 0) throw errors[0]
  return ended
}

/** `after`: the run before the operation. */
async function stop(work: BulkWork, application: Application, after: number): Promise<string | null> {
  const { store } = work.context
  const started = await latestRun(store, application)
  if (started === undefined || started.run <= after) return null
  if (started.endedStage !== null) return started.endedStage
  await settle(work, application)
  return withdrawToTheEnd(work, application, 'undo')
}

/**
 * Withdraws an application and returns the stage in which it has ended. Its last steps may take a
 * while; throws if they have not come by then.
 */
export async function withdrawToTheEnd(
  work: BulkWork,
  application: Application,
  purpose: 'apply' | 'undo',
): Promise<string> {
  const { store, temporal } = work.context
  await withdrawApplication(work, application, purpose)
  const deadline = Date.now() + CLOSE_LIMIT
  for (;;) {
    // A workflow that was terminated records no end of its own.
    const isLate = Date.now() > deadline
    const run = await (isLate ? settledRun(temporal, store, application) : latestRun(store, application))
    if (run && run.endedStage !== null) return run.endedStage
    if (isLate)
      throw failure(FailureType.WrongState, 'The application has not ended yet.', { ...application })
    await sleep(POLL)
  }
}

/** Lets the calls that are on their way arrive, so that what they make can be taken back. */
async function settle({ context: { store } }: BulkWork, application: Application): Promise<void> {
  const deadline = Date.now() + SETTLE_LIMIT
  while (Date.now() < deadline) {
    const flows = await flowStates(store, application)
    const enrollment = flows.filter(({ flow }) => flow === 'enrollment').at(-1)
    if (enrollment && (enrollment.closed || !BUSY.includes(enrollment.stage))) return
    await sleep(POLL)
  }
}

/** The same update as the command for one student. Repeated, it is done once. */
async function withdrawApplication(
  { context: { store, temporal }, operation }: BulkWork,
  application: Application,
  purpose: 'apply' | 'undo',
): Promise<void> {
  const { programId, studentId } = application
  const commandId = `bulk-${operation.id}-${purpose}-${programId}-${studentId}`
  const author = (purpose === 'undo' ? operation.undone_by : operation.confirmed_by) ?? operation.author
  const text = purpose === 'undo' ? `Bulk operation ${operation.id} was undone.` : operation.reason
  const comment = await saveComment(store, { application, text, author, commandId })
  for (const workflowId of [enrollmentId(application), progressId(application)]) {
    try {
      await temporal.workflow
        .getHandle(workflowId)
        .executeUpdate(withdraw, { args: [{ by: author, comment }], updateId: commandId })
    } catch (error) {
      // It has ended, or is ending: whoever waits for its end sees how.
      if (!(error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError)) throw error
    }
  }
}
