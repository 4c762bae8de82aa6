import {
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
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
  type Application,
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
import type { MailKind } from '../../src/contracts/mail.js'
import { FailureType } from '../../src/contracts/failures.js'
import { SyncHealth } from '../../src/contracts/search-attributes.js'
import type { Task, TaskKind } from '../../src/contracts/tasks.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { CourseFacts } from '../../src/domain/facts.js'
import type { CourseSnapshot, ProgramSnapshot } from '../../src/domain/snapshot.js'
import type { certificate } from '../../workflows/certificate.js'
import type { enrollment } from '../../workflows/enrollment.js'
import type { progress } from '../../workflows/progress.js'
import { eventually } from './eventually.js'
import { World } from './fake-activities.js'

/** One student of a test: her world, and her workflows seen from outside. */
export class Student {
  readonly world: World
  readonly enrollment: WorkflowHandle<typeof enrollment>
  readonly progress: WorkflowHandle<typeof progress>
  readonly certificate: WorkflowHandle<typeof certificate>

  constructor(
    readonly client: Client,
    readonly application: Application,
    courses: readonly CourseFacts[],
  ) {
    this.world = new World(application, courses)
    this.enrollment = client.workflow.getHandle(enrollmentId(application))
    this.progress = client.workflow.getHandle(progressId(application))
    this.certificate = client.workflow.getHandle(certificateId(application, 1))
  }

  /** Chart 1, A. */
  async applies(origin: EnrollmentInput['origin'] = 'sweep'): Promise<this> {
    await this.client.workflow.start<typeof enrollment>('enrollment', {
      workflowId: this.enrollment.workflowId,
      taskQueue: TaskQueue.orchestrator,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      args: [{ ...this.application, origin }],
    })
    return this
  }

  /** Her training alone, as after chart 1. */
  async trains(input: Partial<ProgressInput> = {}): Promise<this> {
    const { policy, facts } = this.world
    await this.client.workflow.start<typeof progress>('progress', {
      workflowId: this.progress.workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [
        {
          ...this.application,
          enrollment: { policy, durationWeeks: facts.program.durationWeeks },
          ...input,
        },
      ],
    })
    return this
  }

  /** Her certificate alone, as after chart 2. */
  async completes(input: Partial<CertificateInput> = {}): Promise<this> {
    await this.client.workflow.start<typeof certificate>('certificate', {
      workflowId: this.certificate.workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [{ ...this.application, version: 1, policy: this.world.policy, overridden: [], ...input }],
    })
    return this
  }

  /** Her training as the sync starts it when it is missing: with the snapshot, and nothing else known. */
  async startedBySync(): Promise<void> {
    await this.client.workflow.signalWithStart<typeof progress, [ProgramSnapshot]>('progress', {
      workflowId: this.progress.workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [this.application],
      signal: progressSnapshot,
      signalArgs: [this.world.snapshot(Date.now())],
    })
  }

  /** Sets her numbers and tells her training, as the sync does. */
  async learns(changes: Readonly<Record<number, Partial<CourseSnapshot>>>): Promise<void> {
    await this.progress.signal(progressSnapshot, this.world.learn(changes))
  }

  /** The same, in the time of a training that has skipped ahead of ours. */
  async learnsLater(changes: Readonly<Record<number, Partial<CourseSnapshot>>>): Promise<void> {
    const last = (await this.progress.query(getSteps)).at(-1)
    this.world.learn(changes)
    await this.progress.signal(progressSnapshot, this.world.snapshot(Date.parse(last?.at ?? '') + 1000))
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

  /** Waits until this chart's workflow is in the stage; answers with its state. */
  reaches(
    flow: Flow,
    stage: string,
    also: (state: WorkflowState) => boolean = () => true,
  ): Promise<WorkflowState> {
    return this.#until(flow, `reaches ${stage}`, (state) => state.stage === stage && also(state))
  }

  /** Waits for an open task. */
  isAsked(flow: Flow, kind: TaskKind, also: (task: Task) => boolean = () => true): Promise<WorkflowState> {
    return this.#until(flow, `asks for ${kind}`, ({ task }) => task?.kind === kind && also(task))
  }

  state(flow: Flow): Promise<WorkflowState> {
    return this[flow].query(getState)
  }

  /** Waits until this many mails of a kind were sent. */
  async gets(kind: MailKind, count = 1): Promise<void> {
    await eventually(
      `${String(count)} ${kind} mail`,
      () => this.world.mails(kind).length >= count,
      () => this.world.mails(kind),
    )
  }

  /** Waits until her training has taken the first look at her numbers, and is at rest. */
  async isLookedAt(): Promise<this> {
    await eventually('a first look', () => this.world.does.syncApplication.requests.length > 0)
    return this.isAtRest()
  }

  /** Waits until her training has nothing to do but wait. */
  async isAtRest(): Promise<this> {
    await eventually('rest', async () => {
      const { raw } = await this.progress.describe()
      return raw.pendingActivities?.length === 0 && !raw.pendingWorkflowTask
    })
    return this
  }

  /** Waits until a status of hers is written. */
  async isWritten(): Promise<void> {
    await eventually('a status', () => this.world.does.writeStatuses.requests.length > 0)
  }

  says(flow: Flow, message: RegExp): Promise<Step> {
    return eventually(`${flow} says ${String(message)}`, async () =>
      (await this[flow].query(getSteps)).find((step) => message.test(step.message)),
    )
  }

  async message(flow: Flow): Promise<string[]> {
    return (await this[flow].query(getSteps)).map((step) => step.message)
  }

  async health(flow: Flow): Promise<string | undefined> {
    const { typedSearchAttributes } = await this[flow].describe()
    return typedSearchAttributes.get(SyncHealth)
  }

  async hasHealth(flow: Flow, health: string): Promise<void> {
    await eventually(`${flow} has the health ${health}`, async () => (await this.health(flow)) === health)
  }

  /**
   * Returns when her training has done everything that was sent before: signals and updates of one workflow are handled in order, and
   * a refused update (nobody commands) leaves no trace.
   */
  async hasHeard(): Promise<void> {
    await isRefused(this.progress.executeUpdate(resync, { args: [{ by: '' }] }), FailureType.BadCommand)
  }

  get workflows(): WorkflowHandle[] {
    return [this.enrollment, this.progress, this.certificate]
  }

  /** Ends her workflows that still run. */
  async end(): Promise<void> {
    await Promise.all(this.workflows.map(terminate))
  }

  #until(flow: Flow, what: string, holds: (state: WorkflowState) => boolean): Promise<WorkflowState> {
    let seen: WorkflowState | undefined
    return eventually(
      `${flow} ${what}`,
      async () => {
        seen = await this[flow].query(getState)
        return holds(seen) && seen
      },
      () => seen,
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
 * Sends a command as a client must: the server answers "failed precondition" when it had to throw a workflow task away (a signal came
 * in while the workflow continued as new), and the same command under the same id is not done twice.
 */
export async function insist<T>(send: () => Promise<T>): Promise<T> {
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

/** The command is refused with this failure type and, for a wrong state, the state that it was refused in. */
export async function isRefused(command: Promise<unknown>, type: string, stage?: string): Promise<void> {
  await assert.rejects(command, (error) => {
    assert.ok(error instanceof WorkflowUpdateFailedError, String(error))
    assert.ok(error.cause instanceof ApplicationFailure)
    assert.equal(error.cause.type, type)
    if (stage !== undefined) assert.equal((error.cause.details?.[0] as WorkflowState).stage, stage)
    return true
  })
}
