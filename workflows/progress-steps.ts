import { ChildWorkflowFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import {
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  setHandler,
  sleep,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow'
import type { StatusPoint } from '../src/contracts/activities.js'
import { certificateId, type Application } from '../src/contracts/application.js'
import { evidenceChanged, type CertificateOutcome } from '../src/contracts/certificate.js'
import { decideReview, type Command } from '../src/contracts/enrollment.js'
import {
  progressSnapshot,
  type ProgressInput,
  type ProgressOutcome,
  type ProgressStage,
  type ProgressState,
} from '../src/contracts/progress.js'
import { initialSearchAttributes } from '../src/contracts/search-attributes.js'
import type { Task } from '../src/contracts/tasks.js'
import { programProgress } from '../src/domain/completion.js'
import { newMilestones } from '../src/domain/milestones.js'
import { DEFAULT_POLICY } from '../src/domain/policy.js'
import { daysBetween, weeksAfter, type TrainingDue } from '../src/domain/reminders.js'
import {
  concernOf,
  coursesJustBegun,
  coursesJustCompleted,
  isProgramComplete,
  newTraining,
  nextTrainingDue,
  stageOf,
  takeSnapshot,
} from '../src/domain/training.js'
import { certificate } from './certificate.js'
import { Desk } from './human-tasks.js'
import { odoo } from './activity-proxies.js'
import { Story } from './workflow-log.js'
import { handleCommands } from './progress-commands.js'

/** Replaying costs about 0.4 ms an event: a few hundred keep every wake-up cheap. The server's own hint comes at 4,096. */
const CONTINUE_AFTER_EVENTS = 400
/** A mail that is still being tried may hold up continue-as-new, but only up to so many times the limit. */
const CONTINUE_AT_ANY_RATE = 5

export type TrainingEvent =
  | { readonly kind: 'closed'; readonly stage: ProgressStage; readonly message: string }
  | { readonly kind: 'due'; readonly due: TrainingDue }
  | { readonly kind: 'look' }

/**
 * The boxes of chart 2 as calls: the pure steps of `domain/training.ts` and their effects. All that is known is in the state, so a
 * continue-as-new between two looks loses nothing. Handlers change the state at once and wake the main loop; only that decides.
 */
export class Training {
  readonly scope = new CancellationScope()
  readonly #application: Application
  readonly #state: ProgressState
  readonly #story: Story
  readonly #desk: Desk
  #withdrawal: Command | null = null
  /** Something has come in that the main loop has not looked at. A new run always looks. */
  #fresh = true
  /** Courses begun whose status is still to be written; empty again before every continue-as-new. */
  #begun: number[] = []

  constructor(private readonly input: ProgressInput) {
    const { programId, studentId, enrollment, carried } = input
    this.#application = { programId, studentId }
    const title = `Training of student ${studentId} in program ${programId}`
    this.#story = new Story(this.#application, 'progress', title, carried?.log)
    this.#state = carried ?? {
      log: this.#story.state,
      ...newTraining(enrollment?.policy ?? DEFAULT_POLICY, Date.now()),
    }
    this.#desk = new Desk(this.#story, decideReview)
    setHandler(progressSnapshot, (snapshot) => this.#take(snapshot), {
      description: 'The whole state of the student in the program, as the sync read it',
    })
    handleCommands({
      state: this.#state,
      desk: this.#desk,
      tell: (message, facts) => this.#tell(message, facts),
      wake: () => void (this.#fresh = true),
      withdraw: (command) => this.#withdraw(command),
      isWithdrawn: () => this.#withdrawal !== null,
      lookNow: async () =>
        this.#take(await odoo('prompt', 'look on demand').syncApplication(this.#application)),
    })
  }

  get paused(): boolean {
    return this.#state.pausedAt !== null
  }

  /** The first run reads what it was not given, sets the deadline and looks at the student once. */
  async begin(): Promise<void> {
    if (this.input.carried) return
    this.#tell('Training begins.')
    let durationWeeks = this.input.enrollment?.durationWeeks ?? null
    if (!this.input.enrollment) {
      const file = await this.#desk.odoo('policy and program', (activities) =>
        activities.readApplication(this.#application),
      )
      this.#state.policy = file.policy
      durationWeeks = file.facts.program.durationWeeks
    }
    const weeks = durationWeeks ?? this.#state.policy.training.deadlineWeeks
    if (weeks !== null) this.#state.deadlineAt = weeksAfter(new Date().toISOString(), weeks)
    await this.#look('first look')
  }

  /** Waits until something has come in, a clock has run out, or the end has come. */
  async next(): Promise<TrainingEvent> {
    const due = nextTrainingDue(this.#state)
    await this.#story.wait(
      () => this.#fresh || this.#state.concluded !== null,
      due?.at ?? null,
      due === null ? '' : dueWords(due),
    )
    const { concluded } = this.#state
    if (concluded !== null) return concludedEvent(concluded)
    if (!this.#fresh && due !== null) return { kind: 'due', due }
    this.#fresh = false
    return { kind: 'look' }
  }

  /** G: a clock has run out. Looks first: numbers between two milestones do not travel here, and nobody who learns is nagged. */
  async remind(due: TrainingDue): Promise<void> {
    const state = this.#state
    if (due.kind === 'overdue') {
      state.overdueReported = true
      return
    }
    const before = state.lastActivityAt
    await this.#look('look before reminding')
    if (state.lastActivityAt !== before) return
    if (due.kind === 'stalled') {
      state.stalledReported = true
      return
    }
    state.remindersSent = due.number
    const daysIdle = daysBetween(state.lastActivityAt, Date.now())
    this.#tell(`Reminder ${due.number}: no progress for ${daysIdle} days.`)
    this.#desk.mailInBackground({
      ...this.#application,
      kind: 'reminder',
      version: `${state.lastActivityAt.slice(0, 10)}.${due.number}`,
      number: due.number,
      of: state.policy.training.maxReminders,
      daysIdle,
    })
  }

  /** The first progress in each course. */
  noteStart(): void {
    const begun = coursesJustBegun(this.#state)
    if (begun.length === 0) return
    this.#state.started.push(...begun)
    this.#begun.push(...begun)
    this.#tell(`Progress begins in course ${begun.join(', ')}.`)
  }

  /** E: which courses have reached their threshold; completed is for good. */
  decideCourses(): void {
    const state = this.#state
    for (const course of coursesJustCompleted(state)) {
      const { courseIntegrationId, overall, threshold } = course
      state.completed[courseIntegrationId] = { at: new Date().toISOString(), by: 'threshold', overall }
      state.unwritten.push(courseIntegrationId)
      this.#tell(`Course ${courseIntegrationId} completed: ${overall} % of ${threshold} %.`, { course })
    }
  }

  /** Each milestone once for ever; of several passed at once only the highest is written about. */
  tellMilestones(): void {
    const state = this.#state
    if (state.snapshot === null) return
    const progress = programProgress(state.snapshot, state.completed)
    const reached = newMilestones(progress, state.policy.training.milestones, state.milestones)
    const percent = reached.at(-1)
    if (percent === undefined) return
    state.milestones.push(...reached)
    this.#tell(`Milestone ${percent} % (program at ${progress} %).`)
    this.#desk.mailInBackground({
      ...this.#application,
      kind: 'milestone',
      version: String(percent),
      percent,
    })
  }

  /** F: what was decided, in Odoo and by mail. */
  async markCompleted(): Promise<void> {
    const state = this.#state
    const begun = [...this.#begun]
    const completed = [...state.unwritten]
    if (begun.length === 0 && completed.length === 0) return
    for (const courseIntegrationId of completed) {
      this.#desk.mailInBackground({
        ...this.#application,
        kind: 'completion',
        version: String(courseIntegrationId),
        courseIntegrationId,
      })
    }
    await this.#writeStatuses({
      kind: 'training',
      begun,
      completed,
      programCompleted: isProgramComplete(state),
    })
    this.#begun = this.#begun.filter((id) => !begun.includes(id))
    state.unwritten = state.unwritten.filter((id) => !completed.includes(id))
  }

  /** H and I. */
  allCoursesComplete(): boolean {
    return isProgramComplete(this.#state)
  }

  /** J: the certificate workflow, once; later changes of what counts are passed on to it. */
  async generateCertificate(): Promise<void> {
    const state = this.#state
    const heard = state.snapshot?.hash ?? ''
    if (state.certificateVersion === 0) {
      state.certificateVersion = 1
      state.certificateNotifiedHash = heard
      this.#tell('All courses complete: the certificate is requested.')
      await this.#startCertificate()
    } else if (state.certificateNotifiedHash !== heard) {
      state.certificateNotifiedHash = heard
      await this.#signalCertificate()
    }
  }

  /** What staff should look at is a task for as long as it is so. */
  showAttention(): void {
    const concern = concernOf(this.#state)
    const { task } = this.#story.state
    if ((task?.instructions ?? null) === (concern?.instructions ?? null)) return
    if (concern === null) {
      this.#tell('Nothing needs attention any more.', {}, null)
      return
    }
    const opened: Task = {
      kind: 'problem',
      instructions: concern.instructions,
      decisions: [],
      since: new Date().toISOString(),
      reminders: 0,
      escalated: false,
    }
    this.#tell(concern.message, {}, opened)
    this.#desk.notify(opened)
  }

  shouldContinueAsNew(): boolean {
    // The certificate is awaited as a child, and a new run would not be its parent. Little happens in that stage.
    if (this.#state.certificateVersion > 0) return false
    const { historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo()
    const limit = this.input.continueAfterEvents ?? CONTINUE_AFTER_EVENTS
    if (historyLength > limit * CONTINUE_AT_ANY_RATE) return true
    const due = continueAsNewSuggested || targetWorkerDeploymentVersionChanged || historyLength > limit
    return due && this.#desk.mailsUnderWay === 0
  }

  /** Everything is in the state, also what comes in while the last handlers finish: the new run looks at it first. */
  async continueAsNew(): Promise<never> {
    await this.#desk.settle()
    if (this.#withdrawal) throw new CancelledFailure('withdrawn while continuing')
    const { continueAfterEvents } = this.input
    return continueAsNew<(input: ProgressInput) => Promise<ProgressOutcome>>({
      ...this.#application,
      carried: this.#state,
      ...(continueAfterEvents === undefined ? {} : { continueAfterEvents }),
    })
  }

  async close(stage: ProgressStage, message: string): Promise<ProgressOutcome> {
    this.#story.tell(stage, message, { task: null, closed: true })
    await this.#desk.settle()
    return { stage }
  }

  /** After a cancellation: the student withdrew (an outcome), or an operator cancelled the workflow (undefined). */
  async closeCancelled(): Promise<ProgressOutcome | undefined> {
    await this.#desk.answerFirst()
    const withdrawn = this.#withdrawal
    const message = withdrawn ? `Withdrawn by ${withdrawn.by}.` : 'Cancelled by an operator.'
    const outcome = await this.close('withdrawn', message)
    return withdrawn ? outcome : undefined
  }

  #take(snapshot: ProgressState['snapshot'] & object): void {
    if (takeSnapshot(this.#state, snapshot)) this.#fresh = true
  }

  #withdraw(command: Command): void {
    this.#withdrawal = command
    this.#story.tell('withdrawn', `Withdrawn by ${command.by}.`, { task: null, facts: { command } })
    this.scope.cancel()
  }

  async #look(summary: string): Promise<void> {
    const application = this.#application
    this.#take(await this.#desk.odoo(summary, (activities) => activities.syncApplication(application)))
  }

  #tell(message: string, facts: Record<string, unknown> = {}, task?: Task | null): void {
    this.#story.tell(stageOf(this.#state), message, { facts, ...(task === undefined ? {} : { task }) })
  }

  async #writeStatuses(point: StatusPoint): Promise<void> {
    const at = new Date().toISOString()
    await this.#desk.odoo(`statuses: ${point.kind}`, (activities) =>
      activities.writeStatuses({ ...this.#application, point, at }),
    )
  }

  async #startCertificate(): Promise<void> {
    const { certificateVersion: version, policy, completed } = this.#state
    const { programId, studentId } = this.#application
    const overridden = Object.keys(completed)
      .filter((id) => completed[id]?.by === 'override')
      .map(Number)
    for (;;) {
      try {
        const child = await startChild(certificate, {
          workflowId: certificateId(this.#application, version),
          args: [{ programId, studentId, version, policy, overridden }],
          parentClosePolicy: ParentClosePolicy.ABANDON,
          // Run again after a withdrawal it finds its own number, record and mail, and makes none twice.
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          typedSearchAttributes: initialSearchAttributes(this.#application, 'validating'),
          staticSummary: `Certificate of student ${studentId}, program ${programId}`,
          staticDetails: 'Flowchart 3: requirements, certificate, mail, statuses; or a review by a person.',
        })
        void this.#awaitConclusion(child.result())
        return
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
        // One of an earlier training, which was withdrawn while it was being issued, is about to end.
        await sleep('1 minute', { summary: 'an earlier run of the certificate is still open' })
      }
    }
  }

  async #awaitConclusion(result: Promise<CertificateOutcome>): Promise<void> {
    try {
      this.#state.concluded = await result
    } catch (error) {
      // Withdrawn: the child is cancelled with us. Ended by an operator: as good as declined.
      if (error instanceof ChildWorkflowFailure) this.#state.concluded = { stage: 'declined' }
      else if (!isCancellation(error)) throw error
    }
  }

  async #signalCertificate(): Promise<void> {
    try {
      const id = certificateId(this.#application, this.#state.certificateVersion)
      await getExternalWorkflowHandle(id).signal(evidenceChanged)
    } catch (error) {
      // It may have just ended: its last word is on the way.
      if (isCancellation(error)) throw error
    }
  }
}

const dueWords = (due: TrainingDue) => (due.kind === 'reminder' ? `reminder ${due.number}` : due.kind)

const concludedEvent = ({ stage, certificateNumber }: CertificateOutcome): TrainingEvent =>
  stage === 'issued'
    ? { kind: 'closed', stage: 'certified', message: `Certified: ${certificateNumber ?? ''}.` }
    : { kind: 'closed', stage: 'declined', message: 'The certificate was declined.' }
