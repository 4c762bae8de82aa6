import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { enrollmentId, progressId, type Application } from '../../src/contracts/application.js'
import { factsChanged, type EnrollmentInput, type EnrollmentOutcome } from '../../src/contracts/enrollment.js'
import { progressSnapshot, type ProgressInput } from '../../src/contracts/progress.js'
import { initialSearchAttributes } from '../../src/contracts/search-attributes.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'

/** Tells the workflows of an application what was found. Signals carry the whole with a version: twice does no harm. */

/** Says the application's facts have changed; begins the enrollment when `begin` is set and there was none ever. */
export async function signalFactsChanged(
  client: Client,
  application: Application,
  news: { version: string; programName: string; begin: boolean },
): Promise<void> {
  const workflowId = enrollmentId(application)
  const signalled = unlessClosed(
    news.begin
      ? client.workflow.signalWithStart('enrollment', {
          workflowId,
          taskQueue: TaskQueue.orchestrator,
          args: [{ ...identify(application), origin: 'sweep' } satisfies EnrollmentInput],
          signal: factsChanged,
          signalArgs: [{ version: news.version }],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          typedSearchAttributes: initialSearchAttributes(application, 'received'),
          staticSummary: summary(application, news.programName),
        })
      : client.workflow.getHandle(workflowId).signal(factsChanged, { version: news.version }),
  )
  await signalled
}

/**
 * Hands the snapshot to the progress workflow. When there is none, one is begun: but only for an enrollment of ours that got so far
 * (somebody's hand-made tracker is no enrollment), and not while the enrollment runs, which begins it itself. Answers whether it was told.
 */
export async function signalProgress(
  client: Client,
  application: Application,
  snapshot: ProgramSnapshot,
  programName: string,
): Promise<boolean> {
  const workflowId = progressId(application)
  const running = await unlessClosed(client.workflow.getHandle(workflowId).signal(progressSnapshot, snapshot))
  if (running) return true
  if (!(await hasBegun(client.workflow.getHandle(enrollmentId(application))))) return false
  await unlessClosed(
    client.workflow.signalWithStart('progress', {
      workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [identify(application) satisfies ProgressInput],
      signal: progressSnapshot,
      signalArgs: [snapshot],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: initialSearchAttributes(application, 'not_started'),
      staticSummary: summary(application, programName),
    }),
  )
  // A closed one has had its last word: there is nothing to tell it again.
  return true
}

/** Ids only: the argument may carry more. */
const identify = ({ programId, studentId }: Application): Application => ({ programId, studentId })

const summary = ({ studentId }: Application, programName: string) => `Student ${studentId} — ${programName}`

/** Whether the message reached a running workflow (or began one). One that has ended needs no news. */
async function unlessClosed(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError)
      return false
    throw error
  }
}

/** The enrollment has ended in the beginning of the training; one whose history is gone by age has, too. */
async function hasBegun(enrollment: WorkflowHandle): Promise<boolean> {
  try {
    const { status } = await enrollment.describe()
    if (status.name !== 'COMPLETED') return false
    const { stage } = (await enrollment.result()) as EnrollmentOutcome
    return stage === 'begun'
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true
    throw error
  }
}
