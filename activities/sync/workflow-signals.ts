import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { enrollmentId, progressId, type Application } from '../../src/contracts/application.js'
import { type ChangedFacts, factsChanged, type EnrollmentOutcome } from '../../src/contracts/enrollment.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import { signalOrStartEnrollment, signalOrStartProgress } from '../../src/temporal/start-workflows.js'

/**
 * Signals the workflows of an application. Each signal carries the whole state with a version, so a
 * repeated one does no harm.
 */

/**
 * Signals changed facts to the enrollment workflow. With `startMissing`, starts it if the
 * application never had one.
 */
export async function signalFactsChanged(
  client: Client,
  application: Application,
  {
    programName,
    startMissing,
    ...facts
  }: ChangedFacts & { readonly programName: string; readonly startMissing: boolean },
): Promise<void> {
  await unlessClosed(
    startMissing
      ? signalOrStartEnrollment(client, application, facts, { programName })
      : client.workflow.getHandle(enrollmentId(application)).signal(factsChanged, facts),
  )
}

/**
 * Signals the snapshot to the progress workflow. Starts a missing one, but only after an enrollment
 * of ours that got so far: a tracker that staff created is no enrollment, and a running enrollment
 * starts the workflow itself. Returns false if there is no workflow to signal yet.
 */
export async function signalProgress(
  client: Client,
  application: Application,
  snapshot: ProgramSnapshot,
  programName: string,
): Promise<boolean> {
  const progress = client.workflow.getHandle(progressId(application))
  if (await unlessClosed(progress.signal(progressSnapshot, snapshot))) return true
  const enrollment = client.workflow.getHandle(enrollmentId(application))
  if (!(await hasStartedTraining(enrollment))) return false
  await unlessClosed(signalOrStartProgress(client, application, snapshot, { programName }))
  // A closed workflow needs no further signals, so this one counts as delivered.
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

/**
 * An enrollment whose history has been deleted for its age counts as one that started the training.
 */
async function hasStartedTraining(enrollment: WorkflowHandle): Promise<boolean> {
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
