import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { type Application, type ApplicationRun, enrollmentId, progressId } from '../contracts/application.js'
import type { ContentCompletionInput, ContentCompletionOutcome } from '../contracts/content-completion.js'
import {
  type EnrollmentInput,
  type EnrollmentOutcome,
  type EnrollmentStage,
  type ChangedFacts,
  factsChanged,
} from '../contracts/enrollment.js'
import { type ProgressInput, type ProgressOutcome, progressSnapshot } from '../contracts/progress.js'
import {
  applicationRunOf,
  contentCompletionOptions,
  enrollmentOptions,
  progressOptions,
  type Titles,
} from '../contracts/workflow-options.js'
import { isSamePerson, type Person } from '../domain/same-person.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import { endRun, enterRun, latestRun, type RegisteredRun } from '../store/application-runs.js'
import type { Store } from '../store/store.js'

/**
 * Clients of Temporal start the workflows of a student here, and nowhere else. The register of
 * applications decides whether they may: Temporal forgets closed workflows.
 */

type Enrollment = (input: EnrollmentInput) => Promise<EnrollmentOutcome>
type Progress = (input: ProgressInput) => Promise<ProgressOutcome>
type ContentCompletion = (input: ContentCompletionInput) => Promise<ContentCompletionOutcome>

/** Limit of each call to Temporal while a person waits. Milliseconds. */
const CALL_LIMIT = 5_000

/** How long a person waits for the previous run to end. Milliseconds. */
const CLOSING_LIMIT = 5_000
const CLOSING_POLL = 100

/** A run whose workflow an operator terminated, or that failed: it recorded no end of its own. */
export const TERMINATED = 'terminated'

/** Ends after which a person may reopen an application. */
export const MAY_REOPEN: readonly string[] = [
  'rejected',
  'lapsed',
  'withdrawn',
  'not_open',
  'already_finished',
  'declined',
  TERMINATED,
]

export type StartOutcome =
  | { readonly kind: 'started'; readonly run: number }
  /** It is in progress, or ended in a way that nobody reopens. */
  | { readonly kind: 'present'; readonly run: number }
  /** The previous run has ended, but its workflow is still saving its last steps. */
  | { readonly kind: 'previous_closing'; readonly run: number }
  /** The run in progress is about another person, and a person must decide. */
  | { readonly kind: 'another_person'; readonly run: number }

/** Who enrolls, and what is known about the application. */
export interface StartRequest extends Titles {
  readonly origin: EnrollmentInput['origin']
  readonly person: Person
  /** Whether it takes over a training that is in progress already. Absent: no. */
  readonly adopted?: boolean
  /** Signalled with the start. */
  readonly facts?: ChangedFacts
}

/**
 * Starts the enrollment of an application: its first run, or the next one after a run that ended
 * without a certificate or was about another person. Of any number of calls at once exactly one
 * starts it.
 */
export async function startEnrollment(
  client: Client,
  store: Store,
  application: Application,
  { origin, person, adopted = false, facts, ...titles }: StartRequest,
): Promise<StartOutcome> {
  const latest = await settledRun(client, store, application)
  const isNewcomer = latest !== undefined && !isSamePerson(latest.person, person)
  const start = async (run: number, isAdopted: boolean): Promise<StartOutcome> => {
    const input: EnrollmentInput = { ...application, run, origin, ...(isAdopted && { adopted: true }) }
    const isStarted = await startMissingEnrollment(client, input, titles, facts)
    return { kind: isStarted ? 'started' : 'present', run }
  }
  if (latest?.endedStage === null) {
    if (isNewcomer) return { kind: 'another_person', run: latest.run }
    // Without a training its workflow may be missing: Temporal lost it, or its start failed.
    return latest.trainingStarted ? { kind: 'present', run: latest.run } : start(latest.run, latest.adopted)
  }
  if (latest !== undefined && !isNewcomer && !MAY_REOPEN.includes(latest.endedStage))
    return { kind: 'present', run: latest.run }
  if (latest !== undefined && !(await haveEnded(client, application)))
    return { kind: 'previous_closing', run: latest.run }
  const run = (latest?.run ?? 0) + 1
  const entered = await enterRun(store, { ...application, run, origin, adopted, person, previous: latest })
  return entered ? start(run, adopted) : { kind: 'present', run }
}

/**
 * Returns the latest run as the register has it. An open one whose workflow has ended all the same
 * (terminated, failed, or the register is restored from a backup) is ended first.
 */
export async function settledRun(
  client: Client,
  store: Store,
  application: Application,
): Promise<RegisteredRun | undefined> {
  const latest = await latestRun(store, application)
  if (latest?.endedStage !== null) return latest
  const id = latest.trainingStarted ? progressId(application) : enrollmentId(application)
  const execution = await describe(client, id)
  if (execution === undefined || runOf(execution) !== latest.run || execution.status.name === 'RUNNING')
    return latest
  const stage = await finalStage(client, execution)
  if (stage === 'training_started') return { ...latest, trainingStarted: true }
  await endRun(store, latest, stage)
  return { ...latest, endedStage: stage }
}

/** The stage in which an execution ended. */
async function finalStage(
  client: Client,
  { workflowId, runId }: WorkflowExecutionDescription,
): Promise<string> {
  const handle = client.workflow.getHandle<() => Promise<{ stage?: EnrollmentStage } | undefined>>(
    workflowId,
    runId,
  )
  try {
    return (await limited(client, () => handle.result()))?.stage ?? TERMINATED
  } catch (error) {
    if (error instanceof WorkflowFailedError) return TERMINATED
    throw error
  }
}

/**
 * Waits a short time until no workflow of the application runs any more. Its log is closed: it only
 * saves its last steps.
 */
async function haveEnded(client: Client, application: Application): Promise<boolean> {
  const deadline = Date.now() + CLOSING_LIMIT
  for (;;) {
    const executions = await Promise.all(
      [enrollmentId(application), progressId(application)].map((id) => describe(client, id)),
    )
    const running = executions.filter((execution) => execution?.status.name === 'RUNNING')
    if (running.length === 0) return true
    if (Date.now() > deadline) return false
    await sleep(CLOSING_POLL)
  }
}

/**
 * Starts the enrollment of a run that the register has, unless Temporal knows a workflow of it.
 * Returns whether this call started it. `facts`: signalled with the start, unless they travel in
 * it.
 */
export async function startMissingEnrollment(
  client: Client,
  input: EnrollmentInput,
  titles: Titles,
  facts?: ChangedFacts,
): Promise<boolean> {
  const options = enrollmentOptions(input, titles)
  return startMissing(client, input, enrollmentId(input), () =>
    facts === undefined || input.record !== undefined
      ? client.workflow.start<Enrollment>('enrollment', { ...options, workflowIdConflictPolicy: 'FAIL' })
      : client.workflow.signalWithStart<Enrollment, [ChangedFacts]>('enrollment', {
          ...options,
          signal: factsChanged,
          signalArgs: [facts],
        }),
  )
}

/** The same for the training, which gets a snapshot with its start. */
export const startMissingProgress = (
  client: Client,
  application: ApplicationRun & Partial<Pick<RegisteredRun, 'adopted'>>,
  snapshot: ProgramSnapshot,
  titles: Titles,
): Promise<boolean> =>
  startMissing(client, application, progressId(application), () =>
    client.workflow.signalWithStart<Progress, [ProgramSnapshot]>('progress', {
      ...progressOptions(
        { ...applicationRunOf(application), ...(application.adopted === true && { adopted: true }) },
        titles,
        'bulk',
      ),
      signal: progressSnapshot,
      signalArgs: [snapshot],
    }),
  )

async function startMissing(
  client: Client,
  { run }: ApplicationRun,
  workflowId: string,
  start: () => Promise<unknown>,
): Promise<boolean> {
  const known = await describe(client, workflowId)
  if (known !== undefined && (known.status.name === 'RUNNING' || runOf(known) === run)) return false
  try {
    await limited(client, start)
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}

/** The run of the application that an execution belongs to. */
const runOf = ({ memo }: WorkflowExecutionDescription): number =>
  typeof memo?.['run'] === 'number' ? memo['run'] : 1

/** Returns the latest execution, if Temporal knows one. */
async function describe(
  client: Client,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await limited(client, () => client.workflow.getHandle(workflowId).describe())
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

const limited = <T>(client: Client, call: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + CALL_LIMIT, call)

/** The same command id finds the same workflow; one that failed is started again. */
export const startContentCompletion = (
  client: Client,
  commandId: string,
  input: ContentCompletionInput,
): Promise<WorkflowHandle<ContentCompletion>> =>
  limited(client, () =>
    client.workflow.start<ContentCompletion>('contentCompletion', {
      ...contentCompletionOptions(input, commandId),
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  )
