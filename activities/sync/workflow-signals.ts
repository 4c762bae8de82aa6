import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import {
  enrollmentId,
  progressId,
  type Application,
  type ApplicationRun,
} from '../../src/contracts/application.js'
import { type ApplicationRecord, type ChangedFacts, factsChanged } from '../../src/contracts/enrollment.js'
import { FailureType } from '../../src/contracts/failures.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import type { Person } from '../../src/domain/same-person.js'
import { enterRun, registeredRun, type RegisteredRun } from '../../src/store/application-runs.js'
import type { Store } from '../../src/store/store.js'
import {
  startEnrollment,
  startMissingEnrollment,
  startMissingProgress,
} from '../../src/temporal/start-workflows.js'
import { failure } from '../failures.js'

/**
 * Signals the workflows of an application. Each signal carries the whole state with a version, so a
 * repeated one does no harm. What the register has as ended stays ended.
 */

export interface Workflows {
  readonly temporal: Client
  readonly store: Store
}

/**
 * Signals changed facts to the enrollment workflow. With `startMissing`, starts it if the
 * application never ran, or if Temporal has lost the workflow of its open run.
 */
export async function signalFactsChanged(
  { temporal, store }: Workflows,
  application: Application,
  latest: RegisteredRun | undefined,
  {
    programName,
    startMissing,
    person,
    record,
    ...facts
  }: ChangedFacts & {
    readonly programName: string
    readonly startMissing: boolean
    readonly person: Person
    readonly record: ApplicationRecord | null
  },
): Promise<void> {
  const enrollment = temporal.workflow.getHandle(enrollmentId(application))
  if (await reaches(enrollment.signal(factsChanged, facts))) return
  if (!startMissing || latest?.trainingStarted === true) return
  const run = latest?.run ?? 1
  if (latest === undefined)
    await enterRun(store, { ...application, run, origin: 'sweep', person, previous: latest })
  const isAdopted = latest?.adopted === true
  const input = {
    ...application,
    run,
    origin: 'sweep' as const,
    ...(isAdopted && { adopted: true as const }),
  }
  const isCurrent = record !== null && (await isUnderPolicy(store, input, record))
  await startMissingEnrollment(temporal, isCurrent ? { ...input, record } : input, { programName }, facts)
}

/** Whether the run is under the policy of the record. Somebody may have written a newer one. */
async function isUnderPolicy(
  store: Store,
  run: ApplicationRun,
  { policy }: ApplicationRecord,
): Promise<boolean> {
  return (await registeredRun(store, run))?.policyVersion === policy.version
}

/**
 * Enrolls a person who has the student id of somebody whose application has ended. Throws where
 * that one is still being closed: the page is repeated.
 */
export async function startNewcomer(
  { temporal, store }: Workflows,
  application: Application,
  request: { readonly programName: string; readonly person: Person; readonly facts: ChangedFacts },
): Promise<void> {
  const { kind } = await startEnrollment(temporal, store, application, { ...request, origin: 'sweep' })
  if (kind !== 'previous_closing') return
  const message = 'The application of the person who had this student id before is still being closed.'
  throw failure(FailureType.WrongState, message, { ...application })
}

/**
 * Signals the snapshot to the progress workflow. Starts a missing one, but only in a run whose
 * training has started: a tracker that staff created is no enrollment, and a running enrollment
 * starts the workflow itself. Returns false if there is no workflow to signal yet.
 */
export async function signalProgress(
  { temporal }: Workflows,
  application: Application,
  latest: RegisteredRun | undefined,
  snapshot: ProgramSnapshot,
  programName: string,
): Promise<boolean> {
  if (latest !== undefined && latest.endedStage !== null) {
    // A closed workflow needs no further signals, so this one counts as delivered.
    return true
  }
  const progress = temporal.workflow.getHandle(progressId(application))
  if (await reaches(progress.signal(progressSnapshot, snapshot))) return true
  if (latest?.trainingStarted !== true) return false
  await startMissingProgress(temporal, latest, snapshot, { programName })
  return true
}

/** Returns whether the signal reached a running workflow. */
async function reaches(signal: Promise<unknown>): Promise<boolean> {
  try {
    await signal
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
