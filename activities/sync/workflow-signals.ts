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

/**
 * Signals the workflows of an application. A signal carries the whole state with a version, so a
 * repeat does no harm.
 */

/**
 * Signals changed facts. `startMissing`: starts the enrollment when the application never had one.
 */
export async function signalFactsChanged(
  client: Client,
  application: Application,
  { version, programName, startMissing }: { version: string; programName: string; startMissing: boolean },
): Promise<void> {
  await unlessClosed(
    startMissing
      ? signalOrStartEnrollment(client, application, version, { programName })
      : client.workflow.getHandle(enrollmentId(application)).signal(factsChanged, { version }),
  )
}

/**
 * Signals a snapshot to the progress workflow. A missing one is started, but only after an
 * enrollment of ours that has led to training: a tracker that somebody made by hand is no
 * enrollment, and a running enrollment starts the training itself. Returns whether there is a
 * progress workflow.
 */
export async function signalProgress(
  client: Client,
  application: Application,
  snapshot: ProgramSnapshot,
  programName: string,
): Promise<boolean> {
  const progress = client.workflow.getHandle(progressId(application))
  if (await unlessClosed(progress.signal(progressSnapshot, snapshot))) return true
  if (!(await hasLedToTraining(client.workflow.getHandle(enrollmentId(application))))) return false
  await unlessClosed(signalOrStartProgress(client, application, snapshot, { programName }))
  // A closed one is final: it needs no signal, and none the next time.
  return true
}

/** Returns whether the signal reached a running workflow, or started one. */
async function unlessClosed(signal: Promise<unknown>): Promise<boolean> {
  try {
    await signal
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError) {
      return false
    }
    throw error
  }
}

/** An enrollment whose history was deleted by age has led to training, too. */
async function hasLedToTraining(enrollment: WorkflowHandle): Promise<boolean> {
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
