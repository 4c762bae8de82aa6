import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import {
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow'
import { certificateId, type Application } from '../src/contracts/application.js'
import { evidenceChanged } from '../src/contracts/certificate.js'
import { decideReview, withdraw, type Command, type WorkflowState } from '../src/contracts/enrollment.js'
import {
  certificateConcluded,
  extendDeadline,
  overrideCompletion,
  pause,
  progressSnapshot,
  resume,
  resync,
  type CertificateConclusion,
  type ProgressInput,
  type ProgressOutcome,
  type ProgressStage,
  type ProgressState,
} from '../src/contracts/progress.js'
import type { StatusPoint } from '../src/contracts/activities.js'
import type { Task } from '../src/contracts/tasks.js'
import {
  allCoursesComplete,
  isFinalInOdoo,
  programProgress,
  reachesThreshold,
} from '../src/domain/completion.js'
import { newMilestones } from '../src/domain/milestones.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../src/domain/policy.js'
import { daysBetween, nextDue, weeksAfter, type TrainingDue } from '../src/domain/reminders.js'
import type { CourseSnapshot, ProgramSnapshot } from '../src/domain/snapshot.js'
import { certificate } from './certificate.js'
import { badCommand, commandId, Desk } from './desk.js'
import { odoo } from './proxies.js'
import { Story } from './story.js'

/** Replaying costs about 0.4 ms an event: a few hundred keep every wake-up cheap. The server's own hint comes at 4,096. */
const CONTINUE_AFTER_EVENTS = 400
/** A mail that is still being tried may hold up continue-as-new, but not for ever. */
const CONTINUE_AT_ANY_RATE = 5
const COMMANDS_REMEMBERED = 50

export type TrainingEvent =
  | { readonly kind: 'closed'; readonly stage: ProgressStage; readonly words: string }
  | { readonly kind: 'due'; readonly due: TrainingDue }
  | { readonly kind: 'look' }

/**
 * A student's training: the state of the progress workflow, its handlers, and each box of the chart as a call.
 *
 * Invariants: the snapshot is the newest that arrived (older ones are dropped), `completed` and `milestones` only grow, and all that is
 * known is in `state`, so that a continue-as-new at any point between two looks loses nothing. Handlers change the state at once and
 * wake the main loop; only the main loop decides.
 */
export class Training {
  readonly scope = new CancellationScope()
  readonly #application: Application
  readonly #state: ProgressState
  readonly #story: Story
  readonly #desk: Desk
  #withdrawal: Command | null = null
  /** True while something has come in that the main loop has not looked at. A new run always looks. */
  #fresh = true

  constructor(private readonly input: ProgressInput) {
    const { programId, studentId, begin, carried } = input
    this.#application = { programId, studentId }
    const title = `Training of student ${studentId} in program ${programId}`
    this.#story = new Story(this.#application, 'progress', title, carried?.story)
    this.#state = carried ?? newState(this.#story, begin?.policy ?? DEFAULT_POLICY)
    this.#desk = new Desk(this.#story, decideReview)
    this.#handleSignals()
    this.#handleCommands()
  }

  get paused(): boolean {
    return this.#state.pausedAt !== null
  }

  /** The first run reads what it was not given, sets the deadline and looks at the student once. */
  async begin(): Promise<void> {
    if (this.input.carried) return
    this.#tell('Training begins.')
    let durationWeeks = this.input.begin?.durationWeeks ?? null
    if (!this.input.begin) {
      const file = await this.#desk.odoo('policy and program', (odoo) =>
        odoo.readApplication(this.#application),
      )
      this.#state.policy = file.policy
      durationWeeks = file.facts.program.durationWeeks
    }
    const weeks = durationWeeks ?? this.#state.policy.training.deadlineWeeks
    if (weeks !== null) this.#state.deadlineAt = weeksAfter(new Date().toISOString(), weeks)
    const snapshot = await this.#desk.odoo('first look', (odoo) => odoo.syncApplication(this.#application))
    this.#take(snapshot)
  }

  /** Waits until something has come in, a clock has run out, or the end has come. */
  async next(): Promise<TrainingEvent> {
    const due = this.#nextDue()
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
    if (due.kind !== 'overdue') {
      const before = state.lastActivityAt
      this.#take(
        await this.#desk.odoo('look before reminding', (odoo) => odoo.syncApplication(this.#application)),
      )
      if (state.lastActivityAt !== before) return
    }
    switch (due.kind) {
      case 'reminder': {
        state.remindersSent = due.number
        const idle = daysBetween(state.lastActivityAt, Date.now())
        this.#tell(`Reminder ${due.number}: no progress for ${idle} days.`)
        this.#desk.mailInBackground({
          ...this.#application,
          kind: 'reminder',
          version: `${state.lastActivityAt.slice(0, 10)}.${due.number}`,
          data: { number: due.number, of: state.policy.training.maxReminders, daysIdle: idle },
        })
        return
      }
      case 'stalled':
        state.stalledTold = true
        return
      case 'overdue':
        state.overdueTold = true
    }
  }

  /** The first progress in a course, in each course: statuses. */
  async noteStart(): Promise<void> {
    const begun = this.#courses()
      .filter((course) => course.overall > 0 && !this.#state.started.includes(course.courseIntegrationId))
      .map((course) => course.courseIntegrationId)
    if (begun.length === 0) return
    this.#state.started.push(...begun)
    this.#tell(`Progress begins in course ${begun.join(', ')}.`)
    await this.#writeStatuses({ kind: 'in_progress', courseIntegrationIds: begun })
  }

  /** E and F: which courses have reached their threshold; completed is for good. */
  async decideCourses(): Promise<void> {
    const state = this.#state
    for (const course of this.#courses()) {
      const id = course.courseIntegrationId
      if (String(id) in state.completed || !(reachesThreshold(course) || isFinalInOdoo(course))) continue
      state.completed[id] = { at: new Date().toISOString(), by: 'threshold', overall: course.overall }
      state.unwritten.push(id)
      this.#tell(`Course ${id} completed: ${course.overall} % of ${course.threshold} %.`, { course })
    }
    const ids = [...state.unwritten]
    if (ids.length === 0) return
    await this.#writeStatuses({
      kind: 'course_completed',
      courseIntegrationIds: ids,
      programCompleted: this.allCoursesComplete(),
    })
    for (const id of ids) {
      this.#desk.mailInBackground({
        ...this.#application,
        kind: 'completion',
        version: String(id),
        data: { courseIntegrationId: id },
      })
    }
    state.unwritten = state.unwritten.filter((id) => !ids.includes(id))
  }

  /** Each milestone once for ever; of several passed at once only the highest is written about. */
  tellMilestones(): void {
    const state = this.#state
    if (state.snapshot === null) return
    const percent = programProgress(state.snapshot, state.completed)
    const reached = newMilestones(percent, state.policy.training.milestones, state.milestones)
    const highest = reached.at(-1)
    if (highest === undefined) return
    state.milestones.push(...reached)
    this.#tell(`Milestone ${highest} % (program at ${percent} %).`)
    this.#desk.mailInBackground({
      ...this.#application,
      kind: 'milestone',
      version: String(highest),
      data: { percent: highest },
    })
  }

  /** H and I. */
  allCoursesComplete(): boolean {
    return this.#state.snapshot !== null && allCoursesComplete(this.#state.snapshot, this.#state.completed)
  }

  /** J: the certificate workflow, once; later changes of what counts are passed on to it. */
  async generateCertificate(): Promise<void> {
    const state = this.#state
    const heard = state.snapshot?.hash ?? ''
    if (state.certificateVersion === 0) {
      state.certificateVersion = 1
      state.certificateHeardOf = heard
      this.#tell('All courses complete: the certificate is requested.')
      await this.#startCertificate()
    } else if (state.certificateHeardOf !== heard) {
      state.certificateHeardOf = heard
      await this.#signalCertificate()
    }
  }

  /** What staff should look at: shown as a task for as long as it is so. */
  showAttention(): void {
    const concern = this.#concern()
    const { task } = this.#story.state
    if ((task?.todo ?? null) === (concern?.todo ?? null)) return
    if (concern === null) {
      this.#tell('Nothing needs attention any more.', {}, null)
      return
    }
    const opened: Task = {
      kind: 'problem',
      answers: [],
      since: new Date().toISOString(),
      reminders: 0,
      escalated: false,
      todo: concern.todo,
    }
    this.#tell(concern.words, {}, opened)
    this.#desk.notify(opened)
  }

  shouldContinueAsNew(): boolean {
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

  async close(stage: ProgressStage, words: string): Promise<ProgressOutcome> {
    this.#story.tell(stage, words, { task: null, closed: true })
    await this.#desk.settle()
    return { stage }
  }

  /** After a cancellation: the student withdrew (an outcome), or an operator cancelled the workflow (undefined). */
  async closeCancelled(): Promise<ProgressOutcome | undefined> {
    const withdrawn = this.#withdrawal
    const words = withdrawn ? `Withdrawn by ${withdrawn.by}.` : 'Cancelled by an operator.'
    const outcome = await this.close('withdrawn', words)
    return withdrawn ? outcome : undefined
  }

  #handleSignals(): void {
    setHandler(progressSnapshot, (snapshot) => this.#take(snapshot), {
      description: 'The whole state of the student in the program, as the sync read it',
    })
    setHandler(
      certificateConcluded,
      (conclusion) => {
        if (conclusion.version === this.#state.certificateVersion) this.#state.concluded = conclusion
      },
      { description: 'The certificate workflow’s last word' },
    )
  }

  #handleCommands(): void {
    setHandler(withdraw, (command) => this.#once(() => this.#withdraw(command)), {
      validator: (command: Command) => this.#validate(command, { reason: true }),
      description: 'The student withdraws: {"by": …, "remark": …}',
    })
    setHandler(pause, (command) => this.#once(() => this.#pause(command)), {
      validator: (command: Command) => {
        this.#validate(command, { reason: true })
        if (this.paused) throw this.#desk.wrongState('The training is paused already')
      },
      description: 'No decisions, reminders or deadline until resumed: {"by": …, "remark": …}',
    })
    setHandler(resume, (command) => this.#once(() => this.#resume(command)), {
      validator: (command: Command) => {
        this.#validate(command, { reason: false })
        if (!this.paused) throw this.#desk.wrongState('The training is not paused')
      },
      description: 'Goes on after a pause; the deadline moves by its length',
    })
    setHandler(extendDeadline, (command) => this.#once(() => this.#extend(command)), {
      validator: (command: Command & { deadline: string }) => {
        this.#validate(command, { reason: true })
        if (!(Date.parse(command.deadline) > Date.now()))
          throw badCommand('The new deadline must lie in the future')
      },
      description: '{"by": …, "deadline": ISO instant, "remark": …}',
    })
    setHandler(overrideCompletion, (command) => this.#once(() => this.#override(command)), {
      validator: (command: Command & { courseIntegrationId: number }) => {
        this.#validate(command, { reason: true })
        const id = command.courseIntegrationId
        if (!this.#courses().some((course) => course.courseIntegrationId === id)) {
          throw badCommand(`Course integration ${id} is not a course of this student's program`)
        }
        if (String(id) in this.#state.completed)
          throw this.#desk.wrongState(`Course ${id} is completed already`)
      },
      description: 'A person declares a course completed: {"by": …, "courseIntegrationId": …, "remark": …}',
    })
    setHandler(resync, (command) => this.#resync(command), {
      validator: (command: Command) => this.#validate(command, { reason: false }),
      description: 'Reads Odoo now and decides on it: {"by": …}',
    })
  }

  #validate({ by, remark }: Command, { reason }: { reason: boolean }): void {
    if (this.#withdrawal || this.#story.present.closed) throw this.#desk.wrongState('The training is closed')
    if (!by) throw badCommand('"by" is missing: who commands?')
    if (reason && !remark) throw badCommand('This command needs a reason')
  }

  /** A command that was done before a continue-as-new and is repeated after it answers with the present state. */
  #once(command: () => void): WorkflowState {
    const id = commandId()
    const state = this.#state
    if (!state.handled.includes(id)) {
      command()
      state.handled = [...state.handled, id].slice(-COMMANDS_REMEMBERED)
      this.#fresh = true
    }
    return this.#story.present
  }

  #withdraw(command: Command): void {
    this.#withdrawal = command
    this.#story.tell('withdrawn', `Withdrawn by ${command.by}.`, { task: null, facts: { command } })
    this.scope.cancel()
  }

  #pause(command: Command): void {
    this.#state.pausedAt = new Date().toISOString()
    this.#tell(`Paused by ${command.by}.`, { command })
  }

  #resume(command: Command): void {
    const state = this.#state
    const pausedFor = Date.now() - Date.parse(state.pausedAt ?? new Date().toISOString())
    state.pausedAt = null
    const later = (instant: string) => new Date(Date.parse(instant) + pausedFor).toISOString()
    state.lastActivityAt = later(state.lastActivityAt)
    if (state.deadlineAt !== null) state.deadlineAt = later(state.deadlineAt)
    this.#tell(`Resumed by ${command.by}.`, { command })
  }

  #extend(command: Command & { deadline: string }): void {
    this.#state.deadlineAt = new Date(Date.parse(command.deadline)).toISOString()
    this.#state.overdueTold = false
    this.#tell(`Deadline moved to ${this.#state.deadlineAt.slice(0, 10)} by ${command.by}.`, { command })
  }

  #override({ courseIntegrationId, ...command }: Command & { courseIntegrationId: number }): void {
    const overall =
      this.#courses().find((course) => course.courseIntegrationId === courseIntegrationId)?.overall ?? 0
    this.#state.completed[courseIntegrationId] = {
      at: new Date().toISOString(),
      by: 'override',
      overall,
      decidedBy: command.by,
      ...(command.remark === undefined ? {} : { remark: command.remark }),
    }
    this.#state.unwritten.push(courseIntegrationId)
    this.#tell(`Course ${courseIntegrationId} declared completed by ${command.by}.`, { command })
  }

  /** Its own failures are the caller's: an Odoo that is away is told at once, the process goes on as before. */
  async #resync({ by }: Command): Promise<WorkflowState> {
    const snapshot = await odoo('prompt', 'look on demand').syncApplication(this.#application)
    this.#tell(`Looked up in Odoo for ${by}.`)
    this.#take(snapshot)
    this.#fresh = true
    return this.#story.present
  }

  /** Keeps the newest; equal content is no news. */
  #take(snapshot: ProgramSnapshot): void {
    const state = this.#state
    const known = state.snapshot
    if (known !== null && (snapshot.readAt < known.readAt || snapshot.hash === known.hash)) return
    if (known !== null && hasAdvanced(known, snapshot)) {
      state.lastActivityAt = snapshot.readAt
      state.remindersSent = 0
      state.stalledTold = false
    }
    state.snapshot = snapshot
    this.#fresh = true
  }

  #courses(): readonly CourseSnapshot[] {
    return this.#state.snapshot?.courses ?? []
  }

  #nextDue(): TrainingDue | null {
    if (this.paused || this.#state.certificateVersion > 0) return null
    return nextDue(this.#state, this.#state.policy.training)
  }

  #stage(): ProgressStage {
    const state = this.#state
    if (this.#withdrawal) return 'withdrawn'
    if (this.paused) return 'paused'
    if (state.certificateVersion > 0) return 'certificate_pending'
    if (state.overdueTold) return 'overdue'
    if (state.stalledTold) return 'stalled'
    return state.started.length > 0 ? 'in_progress' : 'not_started'
  }

  #concern(): { todo: string; words: string } | null {
    if (this.paused) return null
    const left = this.#courses().filter(
      (course) =>
        course.trackerId !== null &&
        course.membership !== 'active' &&
        !(String(course.courseIntegrationId) in this.#state.completed),
    )
    if (left.length > 0) {
      const ids = left.map((course) => course.courseIntegrationId).join(', ')
      return {
        words: `No access any more in course ${ids}.`,
        todo: `The student has lost access to course ${ids} (she left, or failed the last attempt). Grant access again in Odoo (it is noticed by itself), override the completion, or withdraw her.`,
      }
    }
    if (this.#state.certificateVersion > 0) return null
    if (this.#state.overdueTold) {
      return {
        words: 'The deadline is over.',
        todo: 'The deadline of the program is over. Extend it, override the completion, or withdraw the student.',
      }
    }
    if (this.#state.stalledTold) {
      return {
        words: 'No progress for a long time.',
        todo: `No progress for ${this.#state.policy.training.stalledAfterDays} days in spite of reminders. Contact the student; extend, pause or withdraw.`,
      }
    }
    return null
  }

  #tell(words: string, facts: Record<string, unknown> = {}, task?: Task | null): void {
    this.#story.tell(this.#stage(), words, { facts, ...(task === undefined ? {} : { task }) })
  }

  async #writeStatuses(point: StatusPoint): Promise<void> {
    const at = new Date().toISOString()
    await this.#desk.odoo(`statuses: ${point.kind.replace('_', ' ')}`, (odoo) =>
      odoo.writeStatuses({ ...this.#application, point, at }),
    )
  }

  async #startCertificate(): Promise<void> {
    const { certificateVersion: version, policy, completed } = this.#state
    const overridden = Object.keys(completed)
      .filter((id) => completed[id]?.by === 'override')
      .map(Number)
    try {
      await startChild(certificate, {
        workflowId: certificateId(this.#application, version),
        args: [{ ...this.#application, version, policy, overridden }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        // Run again after a withdrawal it finds its own number, record and mail, and makes none twice.
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: `Certificate of student ${this.#application.studentId}, program ${this.#application.programId}`,
        staticDetails: 'Flowchart 3: requirements, certificate, mail, statuses; or a review by a person.',
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
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

function newState(story: Story, policy: ProgramPolicy): ProgressState {
  return {
    story: story.state,
    policy,
    snapshot: null,
    started: [],
    completed: {},
    unwritten: [],
    milestones: [],
    lastActivityAt: new Date().toISOString(),
    remindersSent: 0,
    stalledTold: false,
    overdueTold: false,
    deadlineAt: null,
    pausedAt: null,
    certificateVersion: 0,
    certificateHeardOf: '',
    concluded: null,
    handled: [],
  }
}

/** Any course further than before: the learner has done something. */
function hasAdvanced(before: ProgramSnapshot, after: ProgramSnapshot): boolean {
  const was = new Map(before.courses.map((course) => [course.courseIntegrationId, course.overall]))
  return after.courses.some((course) => course.overall > (was.get(course.courseIntegrationId) ?? 0))
}

const dueWords = (due: TrainingDue) => (due.kind === 'reminder' ? `reminder ${due.number}` : due.kind)

const concludedEvent = ({ outcome, certificateNumber }: CertificateConclusion): TrainingEvent =>
  outcome === 'issued'
    ? { kind: 'closed', stage: 'certified', words: `Certified: ${certificateNumber ?? ''}.` }
    : { kind: 'closed', stage: 'declined', words: 'The certificate was declined.' }
