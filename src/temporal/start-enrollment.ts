import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client'
import { type Application, enrollmentId } from '../contracts/application.js'
import type { EnrollmentInput, EnrollmentOutcome, EnrollmentStage } from '../contracts/enrollment.js'
import { initialSearchAttributes } from '../contracts/search-attributes.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { CALL_LIMIT } from '../api/services/send-command.js'

/** Ends after which an application may be opened again; after the others it goes on elsewhere or is done. */
const MAY_START_AGAIN: readonly EnrollmentStage[] = ['rejected', 'lapsed', 'withdrawn', 'not_open']

/**
 * Starts the enrollment of an application unless it is under way or has led to training. Of any number of calls at once exactly one
 * starts it: the workflow's id is the application. Answers whether this call was the one.
 */
export async function startEnrollment(
  client: Client,
  application: Application,
): Promise<{ started: boolean }> {
  const call = <T>(work: () => Promise<T>) => client.withDeadline(Date.now() + CALL_LIMIT, work)
  const start = async (workflowIdReusePolicy: WorkflowIdReusePolicy) => {
    try {
      await call(() =>
        client.workflow.start<(input: EnrollmentInput) => Promise<EnrollmentOutcome>>('enrollment', {
          workflowId: enrollmentId(application),
          taskQueue: TaskQueue.orchestrator,
          args: [{ ...application, origin: 'api' }],
          workflowIdReusePolicy,
          typedSearchAttributes: initialSearchAttributes(application, 'received'),
          staticSummary: `Student ${application.studentId} — program ${application.programId}`,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        }),
      )
      return true
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false
      throw error
    }
  }
  if (await start(WorkflowIdReusePolicy.REJECT_DUPLICATE)) return { started: true }
  const { status, runId } = await call(() => client.workflow.getHandle(enrollmentId(application)).describe())
  if (status.name === 'RUNNING') return { started: false }
  const stage = await call(() => endOf(client, application, runId))
  if (stage !== undefined && !MAY_START_AGAIN.includes(stage)) return { started: false }
  return { started: await start(WorkflowIdReusePolicy.ALLOW_DUPLICATE) }
}

/** How the ended run concluded; undefined: terminated or failed, so it concluded nothing. */
async function endOf(
  client: Client,
  application: Application,
  runId: string,
): Promise<EnrollmentStage | undefined> {
  const handle = client.workflow.getHandle<() => Promise<EnrollmentOutcome>>(enrollmentId(application), runId)
  try {
    return (await handle.result()).stage
  } catch (error) {
    if (error instanceof WorkflowFailedError) return undefined
    throw error
  }
}
