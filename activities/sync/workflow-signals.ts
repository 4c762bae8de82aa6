import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { enrollmentId, progressId, type Application } from '../../src/contracts/application.js'
import { factsChanged, type EnrollmentOutcome } from '../../src/contracts/enrollment.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { signalOrStartEnrollment, signalOrStartProgress } from '../../src/temporal/start-workflows.js'

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
      ? signalOrStartEnrollment(client, application, news.version, news)
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
  await unlessClosed(signalOrStartProgress(client, application, snapshot, { programName }))
  // A closed one has had its last word: there is nothing to tell it again.
  return true
}

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
    return stage === 'training_started'
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true
    throw error
  }
}
