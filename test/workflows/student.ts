import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  isGrpcServiceError,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import {
  certificateId,
  enrollmentId,
  progressId,
  type ApplicationRun,
  type Flow,
} from '../../src/contracts/application.js'
import { decideCertificate, type CertificateInput } from '../../src/contracts/certificate.js'
import {
  decideReview,
  getState,
  getSteps,
  type EnrollmentInput,
  type TaskDecision,
  type Step,
  type WorkflowState,
} from '../../src/contracts/enrollment.js'
import { extendDeadline, progressSnapshot, resync, type ProgressInput } from '../../src/contracts/progress.js'
import type {
  ContentCompletionInput,
  ContentCompletionOutcome,
} from '../../src/contracts/content-completion.js'
import type { MailKind } from '../../src/contracts/mail.js'
import { FailureType } from '../../src/contracts/failures.js'
import { SyncHealth } from '../../src/contracts/search-attributes.js'
import type { Task, TaskKind } from '../../src/contracts/tasks.js'
import {
  certificateOptions,
  contentCompletionId,
  contentCompletionOptions,
  enrollmentOptions,
  progressOptions,
} from '../../src/contracts/workflow-options.js'
import type { CourseFacts } from '../../src/domain/facts.js'
import type { CourseSnapshot } from '../../src/domain/snapshot.js'
import { startMissingProgress } from '../../src/temporal/start-workflows.js'
import type { certificate } from '../../workflows/certificate.js'
import type { contentCompletion } from '../../workflows/content-completion.js'
import type { enrollment } from '../../workflows/enrollment.js'
import type { progress } from '../../workflows/progress.js'
import { waitFor } from '../support/wait-for.js'
import { FakeActivities } from './fake-activities.js'

/** Under which each student's content is marked. */
const COMMAND = 'command-1'

/** One student of a test: their fake activities, and their workflows seen from outside. */
export class Student {
  readonly fakes: FakeActivities
  readonly enrollment: WorkflowHandle<typeof enrollment>
  readonly progress: WorkflowHandle<typeof progress>
  readonly certificate: WorkflowHandle<typeof certificate>
  readonly contentCompletion: WorkflowHandle<typeof contentCompletion>

  constructor(
    readonly client: Client,
    readonly application: ApplicationRun,
    courses: readonly CourseFacts[],
  ) {
    this.fakes = new FakeActivities(application, courses)
    this.enrollment = client.workflow.getHandle(enrollmentId(application))
    this.progress = client.workflow.getHandle(progressId(application))
    this.certificate = client.workflow.getHandle(certificateId(application, 1))
    this.contentCompletion = client.workflow.getHandle(contentCompletionId(application, COMMAND))
  }

  /** Chart 1, A. */
  async applies(
    origin: EnrollmentInput['origin'] = 'sweep',
    more: Pick<EnrollmentInput, 'record' | 'adopted'> = {},
  ): Promise<this> {
    const input = { ...this.application, origin, ...more }
    await this.client.workflow.start<typeof enrollment>('enrollment', {
      ...enrollmentOptions(input, { programName: null }),
      workflowIdConflictPolicy: 'USE_EXISTING',
    })
    return this
  }

  /** The training alone, as after chart 1. */
  async trains(input: Partial<ProgressInput> = {}): Promise<this> {
    const {
      policy,
      facts: { program, calendar },
    } = this.fakes
    const { name: programName, durationWeeks } = program
    const tracked = this.fakes.learner(Date.now()).filter(({ trackerId }) => trackerId !== null)
    const enrolledIn = tracked.map((course) => course.courseIntegrationId)
    const enrollment = { policy, calendar, durationWeeks, programName, enrolledIn }
    await this.client.workflow.start<typeof progress>(
      'progress',
      progressOptions({ ...this.application, enrollment, ...input }, { programName }, 'bulk'),
    )
    return this
  }

  /** The certificate alone, as after chart 2. */
  async completes(input: Partial<CertificateInput> = {}): Promise<this> {
    const programName = this.fakes.facts.program.name
    await this.client.workflow.start<typeof certificate>(
      'certificate',
      certificateOptions({ ...this.application, version: 1, programName, overridden: [], ...input }, 'bulk'),
    )
    return this
  }

  /**
   * The training as the sync starts it when it is missing: with the snapshot, and nothing else
   * known.
   */
  async startedBySync(): Promise<void> {
    const snapshot = this.fakes.snapshot(Date.now())
    await startMissingProgress(this.client, this.application, snapshot, { programName: null })
  }

  /** A person marks content of course 1 as completed for the student. */
  marksContent(slideIds: ContentCompletionInput['slideIds']): Promise<ContentCompletionOutcome> {
    const input = { ...this.application, by: 'user-7', courseIntegrationId: 1, slideIds }
    return this.client.workflow.execute<typeof contentCompletion>('contentCompletion', {
      ...contentCompletionOptions(input, COMMAND),
      workflowIdConflictPolicy: 'USE_EXISTING',
    })
  }

  /** Sets the student's numbers and signals the training, as the sync does. */
  async learns(changes: Readonly<Record<number, Partial<CourseSnapshot>>>): Promise<void> {
    await this.progress.signal(progressSnapshot, this.fakes.learn(changes))
  }

  /** The same, in the time of a training that has skipped ahead of ours. */
  async learnsLater(changes: Readonly<Record<number, Partial<CourseSnapshot>>>): Promise<void> {
    const last = (await this.progress.query(getSteps)).at(-1)
    this.fakes.learn(changes)
    await this.progress.signal(progressSnapshot, this.fakes.snapshot(Date.parse(last?.at ?? '') + 1000))
  }

  extends(deadline: string): Promise<WorkflowState> {
    return this.progress.executeUpdate(extendDeadline, {
      args: [{ by: 'user-7', comment: 'comment-1', deadline }],
    })
  }

  decides(decision: Omit<TaskDecision, 'by'>): Promise<WorkflowState> {
    return this.enrollment.executeUpdate(decideReview, { args: [{ by: 'user-7', ...decision }] })
  }

  decidesInTraining(decision: Omit<TaskDecision, 'by'>): Promise<WorkflowState> {
    return this.progress.executeUpdate(decideReview, { args: [{ by: 'user-7', ...decision }] })
  }

  decidesCertificate(decision: Omit<TaskDecision, 'by'>): Promise<WorkflowState> {
    return this.certificate.executeUpdate(decideCertificate, { args: [{ by: 'user-7', ...decision }] })
  }

  /** Waits until the flow is in the stage. Returns its state. */
  reaches(
    flow: Flow,
    stage: string,
    also: (state: WorkflowState) => boolean = () => true,
  ): Promise<WorkflowState> {
    return this.#until(flow, `reaches ${stage}`, (state) => state.stage === stage && also(state))
  }

  /** Waits for an open task. */
  opensTask(flow: Flow, kind: TaskKind, also: (task: Task) => boolean = () => true): Promise<WorkflowState> {
    return this.#until(flow, `opens the task ${kind}`, ({ task }) => task?.kind === kind && also(task))
  }

  state(flow: Flow): Promise<WorkflowState> {
    return this[flow].query(getState)
  }

  /** Waits until this many emails of a kind were sent. */
  async gets(kind: MailKind, count = 1): Promise<void> {
    await waitFor(`${count} ${kind} emails`, () => this.fakes.mails(kind).length >= count, {
      seen: () => this.fakes.mails(kind),
    })
  }

  /** Waits until the training has read the student's numbers once, and is idle. */
  async isSynced(): Promise<this> {
    await waitFor('a first sync', () => this.fakes.isSynced)
    return this.isIdle()
  }

  /** Waits until the training has nothing to do but wait. */
  async isIdle(): Promise<this> {
    await waitFor('an idle training', async () => {
      const { raw } = await this.progress.describe()
      return raw.pendingActivities?.length === 0 && !raw.pendingWorkflowTask
    })
    return this
  }

  /** Waits until a status of the student is written. */
  async hasStatus(): Promise<void> {
    await waitFor('a status', () => this.fakes.stubs.writeStatuses.requests.length > 0)
  }

  records(flow: Flow, message: RegExp): Promise<Step> {
    return waitFor(`${flow} to record ${String(message)}`, async () =>
      (await this[flow].query(getSteps)).find((step) => message.test(step.message)),
    )
  }

  async messages(flow: Flow): Promise<string[]> {
    return (await this[flow].query(getSteps)).map((step) => step.message)
  }

  async health(flow: Flow): Promise<string | undefined> {
    const { typedSearchAttributes } = await this[flow].describe()
    return typedSearchAttributes.get(SyncHealth)
  }

  async hasHealth(flow: Flow, health: string): Promise<void> {
    await waitFor(`${flow}: health ${health}`, async () => (await this.health(flow)) === health)
  }

  /**
   * Returns when the training has handled everything that was sent before. Signals and updates of
   * one workflow are handled in order, and a rejected update (by nobody) leaves no trace.
   */
  async isCaughtUp(): Promise<void> {
    await isRejected(this.progress.executeUpdate(resync, { args: [{ by: '' }] }), FailureType.BadCommand)
  }

  get workflows(): WorkflowHandle[] {
    return [this.enrollment, this.progress, this.certificate, this.contentCompletion]
  }

  /** Ends the workflows that still run. */
  async end(): Promise<void> {
    await Promise.all(this.workflows.map(terminate))
  }

  #until(flow: Flow, what: string, holds: (state: WorkflowState) => boolean): Promise<WorkflowState> {
    let seen: WorkflowState | undefined
    return waitFor(
      `${flow} that ${what}`,
      async () => {
        seen = await this[flow].query(getState)
        return holds(seen) && seen
      },
      { seen: () => seen },
    )
  }
}

async function terminate(handle: WorkflowHandle): Promise<void> {
  try {
    await handle.terminate('the test is over')
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}

/**
 * Sends a command as a client must. The server returns "failed precondition" when it had to drop a
 * workflow task (a signal arrived while the workflow continued as new). The same command under the
 * same id is not done twice.
 */
export async function sendUntilAccepted<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send()
    } catch (error) {
      const { cause } = error as Error
      if (attempt === 50 || !isGrpcServiceError(cause) || !PRECONDITION.test(cause.message)) throw error
    }
  }
}

const PRECONDITION = /FAILED_PRECONDITION/

/** The command is rejected with this failure type and, for a wrong state, with the state it met. */
export async function isRejected(command: Promise<unknown>, type: string, stage?: string): Promise<void> {
  await assert.rejects(command, (error) => {
    assert.ok(error instanceof WorkflowUpdateFailedError, String(error))
    assert.ok(error.cause instanceof ApplicationFailure)
    assert.equal(error.cause.type, type)
    if (stage !== undefined) assert.equal((error.cause.details?.[0] as WorkflowState).stage, stage)
    return true
  })
}
