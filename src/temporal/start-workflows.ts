import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  type WorkflowHandle,
} from '@temporalio/client'
import { type Application, enrollmentId } from '../contracts/application.js'
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
  applicationOf,
  contentCompletionOptions,
  enrollmentOptions,
  progressOptions,
  type Titles,
} from '../contracts/workflow-options.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'

/** Clients of Temporal start the workflows of a student here, and nowhere else. */

type Enrollment = (input: EnrollmentInput) => Promise<EnrollmentOutcome>
type Progress = (input: ProgressInput) => Promise<ProgressOutcome>
type ContentCompletion = (input: ContentCompletionInput) => Promise<ContentCompletionOutcome>

/** Limit of each call to Temporal while a person waits. Milliseconds. */
const CALL_LIMIT = 5_000

/**
 * Outcomes after which an application may be opened again. After the others it goes on elsewhere.
 */
const MAY_START_AGAIN: readonly EnrollmentStage[] = ['rejected', 'lapsed', 'withdrawn', 'not_open']

/**
 * Starts the enrollment of an application on behalf of a person, unless it is running or has led to
 * training. Of any number of calls at once exactly one starts it: the workflow's id is the
 * application. Returns whether this call was the one.
 */
export async function startEnrollment(
  client: Client,
  application: Application,
  titles: Titles = { programName: null },
): Promise<{ started: boolean }> {
  const call = <T>(work: () => Promise<T>) => client.withDeadline(Date.now() + CALL_LIMIT, work)
  const start = async (reuse: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE') => {
    const input: EnrollmentInput = { ...applicationOf(application), origin: 'api' }
    try {
      await call(() =>
        client.workflow.start<Enrollment>('enrollment', {
          ...enrollmentOptions(input, titles, reuse),
          workflowIdConflictPolicy: 'FAIL',
        }),
      )
      return true
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false
      throw error
    }
  }
  if (await start('REJECT_DUPLICATE')) return { started: true }
  const { status, runId } = await call(() => client.workflow.getHandle(enrollmentId(application)).describe())
  if (status.name === 'RUNNING') return { started: false }
  const stage = await call(() => finalStage(client, application, runId))
  if (stage !== undefined && !MAY_START_AGAIN.includes(stage)) return { started: false }
  return { started: await start('ALLOW_DUPLICATE') }
}

/** The stage in which a run ended; undefined: it was terminated or failed. */
async function finalStage(
  client: Client,
  application: Application,
  runId: string,
): Promise<EnrollmentStage | undefined> {
  const handle = client.workflow.getHandle<Enrollment>(enrollmentId(application), runId)
  try {
    return (await handle.result()).stage
  } catch (error) {
    if (error instanceof WorkflowFailedError) return undefined
    throw error
  }
}

/** Signals changed facts to the enrollment, and starts it when the application never had one. */
export const signalOrStartEnrollment = (
  client: Client,
  application: Application,
  facts: ChangedFacts,
  titles: Titles,
) =>
  client.workflow.signalWithStart<Enrollment, [ChangedFacts]>('enrollment', {
    ...enrollmentOptions({ ...applicationOf(application), origin: 'sweep' }, titles, 'REJECT_DUPLICATE'),
    signal: factsChanged,
    signalArgs: [facts],
  })

/** Signals a snapshot to the training, and starts it when the application never had one. */
export const signalOrStartProgress = (
  client: Client,
  application: Application,
  snapshot: ProgramSnapshot,
  titles: Titles,
) =>
  client.workflow.signalWithStart<Progress, [ProgramSnapshot]>('progress', {
    ...progressOptions(applicationOf(application), titles, 'REJECT_DUPLICATE'),
    signal: progressSnapshot,
    signalArgs: [snapshot],
  })

/** The same command id finds the same workflow; one that failed is started again. */
export const startContentCompletion = (
  client: Client,
  commandId: string,
  input: ContentCompletionInput,
): Promise<WorkflowHandle<ContentCompletion>> =>
  client.withDeadline(Date.now() + CALL_LIMIT, () =>
    client.workflow.start<ContentCompletion>('contentCompletion', {
      ...contentCompletionOptions(input, commandId),
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  )
