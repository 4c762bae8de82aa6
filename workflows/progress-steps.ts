import { CancelledFailure, makeContinueAsNewFunc, setHandler } from '@temporalio/workflow'
import type { StatusPoint } from '../src/contracts/activities.js'
import type { ApplicationRun } from '../src/contracts/application.js'
import type { CertificateOutcome } from '../src/contracts/certificate.js'
import { decideReview } from '../src/contracts/enrollment.js'
import type { MailRequest } from '../src/contracts/mail.js'
import {
  progressSnapshot,
  type ProgressInput,
  type ProgressOutcome,
  type ProgressStage,
  type ProgressState,
} from '../src/contracts/progress.js'
import { statusesRefused, type StatusRequest } from '../src/contracts/outbox.js'
import type { Task } from '../src/contracts/tasks.js'
import { applicationRunOf, studentSummary } from '../src/contracts/workflow-options.js'
import { adoptProgress } from '../src/domain/adopted-training.js'
import { deadlineAfter, UTC_CALENDAR } from '../src/domain/center-calendar.js'
import { programProgress, reachesThreshold } from '../src/domain/completion.js'
import { newMilestones } from '../src/domain/milestones.js'
import { DEFAULT_POLICY } from '../src/domain/policy.js'
import { daysBetween, signInReminders, type TrainingDue } from '../src/domain/reminders.js'
import type { PlainCall } from '../src/domain/sentences/call.en.js'
import { say, type Said } from '../src/domain/sentences/sentence.js'
import type { ProgramSnapshot } from '../src/domain/snapshot.js'
import { beginCorrection, noteCorrection } from '../src/domain/status-corrections.js'
import {
  applySnapshot,
  concernOf,
  courseNames,
  contactJustDiffering,
  coursesJustCompleted,
  coursesJustStarted,
  isProgramComplete,
  isReplaced,
  mustSignIn,
  newTraining,
  nextTrainingDue,
  remindersJustSwitched,
  stageOf,
  wantsNoReminders,
} from '../src/domain/training.js'
import { odoo } from './activity-proxies.js'
import { signalEvidenceChanged, startCertificate } from './certificate-child.js'
import { isContinueAsNewDue } from './continue-as-new.js'
import { HumanTasks, newTask } from './human-tasks.js'
import { Lifecycle } from './lifecycle.js'
import { inOwnTime } from './own-time.js'
import { registerUpdateHandlers } from './progress-commands.js'
import { Recovery } from './recovery.js'
import { correctionMessage, decidedPoint } from './status-corrections.js'
import { urgency } from './urgency.js'
import { WorkflowLog } from './workflow-log.js'

export type ProgressEvent =
  | { readonly kind: 'concluded'; readonly outcome: CertificateOutcome }
  | { readonly kind: 'due'; readonly due: TrainingDue }
  | { readonly kind: 'changed' }

/**
 * The boxes of flowchart 2: the pure steps of `domain/training.ts` and their effects. `progress.ts`
 * has their order. Everything that is known is in the state, so a continue-as-new loses nothing.
 * Handlers change the state at once and wake the main loop; only the loop decides.
 */
export class ProgressSteps {
  readonly lifecycle: Lifecycle<ProgressStage>
  readonly #input: ProgressInput
  readonly #application: ApplicationRun
  readonly #state: ProgressState
  readonly #log: WorkflowLog<ProgressStage>
  readonly #tasks: HumanTasks<ProgressStage>
  readonly #recovery: Recovery<ProgressStage>
  /** Something has arrived that the main loop has not checked yet. A new run always checks. */
  #hasNews = true
  /**
   * Started courses whose status is still to be written. Empty again before every continue-as-new.
   */
  #unwrittenStarts: number[] = []

  constructor(input: ProgressInput) {
    const { enrollment, carried } = input
    this.#input = input
    this.#application = applicationRunOf(input)
    const programName = carried?.programName ?? enrollment?.programName ?? null
    this.#log = new WorkflowLog<ProgressStage>(this.#application, 'progress', {
      title: `Training: ${studentSummary(input, programName)}`,
      stage: 'not_started',
      ...(carried === undefined ? {} : { carried: carried.log }),
    })
    this.#state = carried ?? {
      log: this.#log.state,
      programName: programName ?? '',
      certificateNotifiedHash: '',
      concluded: null,
      handledCommands: [],
      statusesRefused: false,
      ...newTraining(
        enrollment?.policy ?? DEFAULT_POLICY,
        enrollment?.calendar ?? UTC_CALENDAR,
        Date.now(),
        enrollment?.enrolledIn,
      ),
    }
    this.#log.standing = () => standingOf(this.#state)
    this.#tasks = new HumanTasks(this.#log, decideReview)
    this.lifecycle = new Lifecycle(this.#log)
    this.#recovery = new Recovery<ProgressStage>(this.#log, this.#tasks, this.lifecycle)
    setHandler(progressSnapshot, (snapshot) => this.#apply(snapshot), {
      description: 'The whole state of the student in the program, as the sync read it',
    })
    setHandler(
      statusesRefused,
      () => {
        this.#state.statusesRefused = true
        this.#hasNews = true
      },
      { description: 'The outbox cannot write the statuses: the training itself tries, and asks a person' },
    )
    registerUpdateHandlers({
      state: this.#state,
      log: this.#log,
      lifecycle: this.lifecycle,
      record: (message, facts) => this.#record(message, facts),
      wake: () => void (this.#hasNews = true),
      resync: async () =>
        this.#apply(await odoo('fail_fast', 'read on demand').syncApplication(this.#application)),
    })
  }

  get paused(): boolean {
    return this.#state.pausedAt !== null
  }

  /**
   * Before A. The first run reads the policy where the enrollment did not hand it over, and sets
   * the deadline. The first snapshot comes from the sync, which the first step asks for it
   * (`src/store/transitions.ts`): progress made before this workflow existed counts, too.
   */
  async startTraining(): Promise<void> {
    if (this.#input.carried) return
    this.#record(say('training_started'))
    const durationWeeks = this.#input.enrollment
      ? this.#input.enrollment.durationWeeks
      : await this.#readProgram()
    const weeks = durationWeeks ?? this.#state.policy.training.deadlineWeeks
    if (weeks !== null) this.#state.deadlineAt = deadlineAfter(this.#state.calendar, Date.now(), 7 * weeks)
    if (this.#input.adopted) await this.#adoptProgress()
  }

  /**
   * What was reached before the training was adopted is written to Odoo where it is missing there,
   * and nobody is emailed about it. Clocks count from now.
   */
  async #adoptProgress(): Promise<void> {
    await this.#readSnapshot('training_so_far')
    const state = this.#state
    if (!adoptProgress(state, new Date().toISOString())) return
    const milestone = state.milestones.at(-1) ?? null
    this.#record(say('adopted_progress', { courses: courseNames(state, state.started), milestone }))
    await this.#writeStatuses(decidedPoint(state))
  }

  /**
   * A and G: waits until something has arrived, a clock has run out, or the certificate has
   * concluded.
   */
  async nextEvent(): Promise<ProgressEvent> {
    const due = nextTrainingDue(this.#state)
    await this.#log.wait(
      () => this.#hasNews || this.#tasks.hasDecision || this.#state.concluded !== null,
      due?.at ?? null,
      due === null ? '' : summaryOf(due),
    )
    const { concluded } = this.#state
    if (concluded !== null) return { kind: 'concluded', outcome: concluded }
    if (!this.#hasNews && !this.#tasks.hasDecision && due !== null) return { kind: 'due', due }
    this.#hasNews = false
    return { kind: 'changed' }
  }

  /**
   * G: a clock has run out. Reads Odoo first, because numbers between two milestones are not
   * signalled, and nobody who learns should be reminded.
   */
  async remind(due: TrainingDue): Promise<void> {
    const state = this.#state
    if (due.kind === 'correction') return
    if (due.kind === 'overdue') {
      state.overdueReported = true
      return
    }
    const { lastActivityAt } = state
    await this.#readSnapshot('before_reminder')
    if (state.lastActivityAt !== lastActivityAt) return
    if (due.kind === 'stalled') {
      state.stalledReported = true
      return
    }
    // What Odoo says now may ask for the other kind of reminder.
    if (mustSignIn(state) !== (due.kind === 'sign_in')) return
    if (wantsNoReminders(state)) {
      if (due.kind === 'sign_in') state.signInRemindersSent = due.number
      else state.remindersSent = due.number
      this.#record(say('reminder_not_wanted', { number: due.number }))
      return
    }
    if (due.kind === 'sign_in') {
      state.signInRemindersSent = due.number
      this.#record(say('sign_in_reminder_sent', { number: due.number }))
      const of = signInReminders(state.policy.training).length
      const version = `${due.number}`
      this.#email({ ...this.#application, kind: 'sign_in', version, number: due.number, of })
      return
    }
    state.remindersSent = due.number
    const daysIdle = daysBetween(state.lastActivityAt, Date.now())
    this.#record(say('reminder_sent', { number: due.number, days: daysIdle }))
    this.#email({
      ...this.#application,
      kind: 'reminder',
      version: `${state.lastActivityAt.slice(0, 10)}.${due.number}`,
      number: due.number,
      of: state.policy.training.maxReminders,
      daysIdle,
    })
  }

  /**
   * No box. After a restore of Odoo the student's record may be about another person. Reading it
   * stops until a person has decided.
   */
  async confirmPerson(): Promise<void> {
    if (isReplaced(this.#state)) await this.#readSnapshot('student_record')
  }

  /**
   * No box. A person has said whether a second contact is the student. If so, what it has learned
   * counts from now on.
   */
  async decideSecondContact(): Promise<void> {
    const [partnerId] = this.#log.current.task?.choices ?? []
    const decision = this.#tasks.takeDecision()
    if (decision === null || partnerId === undefined) return
    const answer = decision.decision === 'same_person' ? 'same_person' : 'another_person'
    this.#record(say('contact_answered', { answer, by: decision.by, partnerId }), { decision }, null)
    await this.#log.flush()
    await this.#recovery.callOdoo({ of: 'contact_answer' }, (activities) =>
      activities.answerSecondContact({ ...this.#application, partnerId, answer }),
    )
    await this.#readSnapshot('contact_courses')
  }

  /** No box. The learner has switched reminders on their page. */
  reportReminderSwitch(): void {
    if (!remindersJustSwitched(this.#state)) return
    this.#record(say('reminders_switched', { off: wantsNoReminders(this.#state) }))
  }

  /**
   * No box. A correction on the student that their contact did not get is reported once, because
   * only staff can tell which of the two is right.
   */
  reportContact(): void {
    for (const difference of contactJustDiffering(this.#state))
      this.#record(say('contact_differs', difference), { difference })
  }

  /**
   * No box. The first progress in a course makes its tracker, and the student, "in progress" in
   * Odoo.
   */
  recordStart(): void {
    const started = coursesJustStarted(this.#state)
    if (started.length === 0) return
    this.#state.started.push(...started)
    this.#unwrittenStarts.push(...started)
    this.#record(say('first_progress', { courses: courseNames(this.#state, started) }))
  }

  /** E: the courses that have reached their threshold. A completed course stays completed. */
  completeCourses(): void {
    const state = this.#state
    for (const course of coursesJustCompleted(state)) {
      const { courseIntegrationId, name, overall, threshold } = course
      state.completed[courseIntegrationId] = { at: new Date().toISOString(), by: 'threshold', overall }
      state.unwritten.push(courseIntegrationId)
      const completed = say('course_completed', { course: name, overall, threshold })
      const said = reachesThreshold(course) ? completed : [completed, say('completed_in_odoo')]
      this.#record(said, { course })
    }
  }

  /**
   * No box: the plan's notifications. Each milestone counts once; of several at once only the
   * highest is sent.
   */
  sendMilestones(): void {
    const state = this.#state
    if (state.snapshot === null) return
    const progress = programProgress(state.snapshot, state.completed)
    const reached = newMilestones(progress, state.policy.training.milestones, state.milestones)
    const percent = reached.at(-1)
    if (percent === undefined) return
    state.milestones.push(...reached)
    this.#record(say('milestone_reached', { percent, progress }))
    this.#email({ ...this.#application, kind: 'milestone', version: `${percent}`, percent })
  }

  /** F: statuses and completion emails, which leave with the step that decided them. */
  async markCompleted(): Promise<void> {
    const state = this.#state
    const started = [...this.#unwrittenStarts]
    const completed = [...state.unwritten]
    for (const courseIntegrationId of completed)
      this.#email({
        ...this.#application,
        kind: 'completion',
        version: `${courseIntegrationId}`,
        courseIntegrationId,
      })
    if (state.statusesRefused) {
      state.statusesRefused = false
      await this.#writeStatuses(decidedPoint(state))
    } else if (started.length > 0 || completed.length > 0) {
      // A person sees the effect of their command at once, and statuses that somebody has moved
      // back are told from those that are new.
      const isAwaited = urgency() === 'interactive' || state.movedBack
      const programCompleted = isProgramComplete(state)
      if (isAwaited) await this.#writeStatuses({ kind: 'training', started, completed, programCompleted })
      else this.#log.enclose({ statuses: this.#statusesAt(decidedPoint(state)) })
    }
    this.#unwrittenStarts = this.#unwrittenStarts.filter((id) => !started.includes(id))
    state.unwritten = state.unwritten.filter((id) => !completed.includes(id))
  }

  /**
   * No box. We decide the statuses in Odoo. What somebody has moved back since the sync last looked
   * is set back to what was decided, and reported as a step; not without end, but a few times an
   * hour.
   */
  async restoreStatuses(): Promise<void> {
    const state = this.#state
    if (!beginCorrection(state, Date.now())) return
    const point = decidedPoint(state)
    const at = new Date().toISOString()
    const corrections = await this.#recovery.callOdoo({ of: 'decided_statuses' }, (activities) =>
      activities.restoreStatuses({ ...this.#application, point, at }),
    )
    if (corrections.length === 0) return
    noteCorrection(state, Date.now())
    for (const correction of corrections) this.#record(correctionMessage(state, correction), { correction })
  }

  /** H and I. */
  allCoursesComplete(): boolean {
    return isProgramComplete(this.#state)
  }

  /** J: starts the certificate workflow once. Later changes of what counts are signalled to it. */
  async generateCertificate(): Promise<void> {
    const state = this.#state
    const hash = state.snapshot?.hash ?? ''
    if (state.certificateVersion === 0) {
      state.certificateVersion = 1
      state.certificateNotifiedHash = hash
      this.#record(say('certificate_requested'))
      // The certificate counts the statuses that are in the outbox by then.
      await this.#log.flush()
      await startCertificate(this.#certificateInput(), (outcome) => (state.concluded = outcome))
    } else if (state.certificateNotifiedHash !== hash) {
      state.certificateNotifiedHash = hash
      await signalEvidenceChanged(this.#application, state.certificateVersion)
    }
  }

  /**
   * No box. What staff should check is an open task for as long as it is true; nothing waits for
   * it, also not for the answer about a second contact.
   */
  updateAttentionTask(): void {
    const concern = concernOf(this.#state)
    const { task } = this.#log.current
    if ((task?.instructions ?? null) === (concern?.instructions ?? null)) return
    if (concern === null) {
      this.#record(say('nothing_to_check'), {}, null)
      return
    }
    const { message, question, ...instructions } = concern
    const opened =
      question === undefined
        ? newTask({ kind: 'problem', ...instructions, decisions: [] })
        : newTask({
            kind: 'identity',
            ...instructions,
            decisions: ['same_person', 'another_person'],
            choices: [question.partnerId],
          })
    this.#record(message, {}, opened)
    this.#tasks.notify(opened)
  }

  shouldContinueAsNew(): boolean {
    // The certificate is awaited as a child, and a new run would not be its parent. Little happens
    // then.
    if (this.#state.certificateVersion > 0) return false
    return isContinueAsNewDue(this.#input.continueAfterEvents)
  }

  /**
   * Everything is in the state, also what arrives while the last handlers finish: the new run
   * checks it first.
   */
  async continueAsNew(): Promise<never> {
    await this.lifecycle.drain()
    if (this.lifecycle.ending) throw new CancelledFailure('withdrawn while continuing as new')
    const { continueAfterEvents } = this.#input
    const { run } = this.#application
    const next = makeContinueAsNewFunc<(input: ProgressInput) => Promise<ProgressOutcome>>({ memo: { run } })
    return next({
      ...this.#application,
      carried: this.#state,
      ...(continueAfterEvents === undefined ? {} : { continueAfterEvents }),
    })
  }

  async close({ stage, certificateNumber }: CertificateOutcome): Promise<ProgressOutcome> {
    if (stage === 'issued') {
      await this.lifecycle.close('certified', say('certified', { number: certificateNumber ?? '' }))
      return { stage: 'certified' }
    }
    await this.lifecycle.close('declined', say('certificate_declined'))
    return { stage: 'declined' }
  }

  /** The student withdrew (an outcome), or an operator cancelled the workflow (undefined). */
  async closeCancelled(): Promise<ProgressOutcome | undefined> {
    const withdrawn = await this.lifecycle.closeWithdrawn()
    return withdrawn === undefined ? undefined : { stage: 'withdrawn' }
  }

  #apply(snapshot: ProgramSnapshot): void {
    if (applySnapshot(this.#state, snapshot, inOwnTime(snapshot.readAt))) this.#hasNews = true
  }

  async #readSnapshot(of: PlainCall): Promise<void> {
    this.#apply(
      await this.#recovery.callOdoo({ of }, (activities) => activities.syncApplication(this.#application)),
    )
  }

  /**
   * Policy, calendar and program of a training that the sync started. Returns its duration.
   */
  async #readProgram(): Promise<number | null> {
    const { policy, facts } = await this.#recovery.callOdoo({ of: 'policy_and_program' }, (activities) =>
      activities.readApplication(this.#application),
    )
    this.#state.policy = policy
    this.#state.calendar = facts.calendar
    this.#state.programName = facts.program.name
    this.#log.title = `Training: ${studentSummary(this.#application, facts.program.name)}`
    return facts.program.durationWeeks
  }

  #record(said: Said, facts: Record<string, unknown> = {}, task?: Task | null): void {
    this.#log.record(stageOf(this.#state), said, { facts, ...(task === undefined ? {} : { task }) })
  }

  async #writeStatuses(point: StatusPoint): Promise<void> {
    const request = this.#statusesAt(point)
    await this.#recovery.callOdoo({ of: 'statuses', point: point.kind }, (activities) =>
      activities.writeStatuses(request),
    )
  }

  #statusesAt(point: StatusPoint): StatusRequest {
    return { ...this.#application, point, at: new Date().toISOString() }
  }

  #email(email: MailRequest): void {
    this.#log.enclose({ emails: [email] })
  }

  #certificateInput() {
    const { certificateVersion: version, programName, completed } = this.#state
    const overridden = Object.keys(completed)
      .filter((id) => completed[id]?.by === 'override')
      .map(Number)
    return { ...this.#application, version, programName, overridden }
  }
}

/** What the read model must know of a training, besides its stage. */
const standingOf = ({ deadlineAt }: ProgressState) => (deadlineAt === null ? {} : { deadlineAt })

const summaryOf = (due: TrainingDue) => ('number' in due ? `${due.kind} ${due.number}` : due.kind)
