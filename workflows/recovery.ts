import type { MailOutcome, MailRequest } from '../src/contracts/mail.js'
import type { TaskDecision, WorkflowStage } from '../src/contracts/enrollment.js'
import { FailureType } from '../src/contracts/failures.js'
import type { Task } from '../src/contracts/tasks.js'
import type { Instructions } from '../src/domain/instructions/sentence.js'
import type { TaskCadence } from '../src/domain/reminders.js'
import { mail, odoo, type OdooActivities, type RetryMode } from './activity-proxies.js'
import { callFailureOf, instructionsFor } from './failures.js'
import type { HumanTasks } from './human-tasks.js'
import type { Lifecycle } from './lifecycle.js'
import type { WorkflowLog } from './workflow-log.js'

/**
 * The agent is notified at once and the task is escalated after two days; each reminder is a retry.
 */
const PROBLEM_CADENCE: TaskCadence = { remindAfterDays: 0.25, escalateAfterDays: 2 }

/** What a person must fix. */
export interface Problem extends Instructions, Partial<Pick<Task, 'kind' | 'decisions'>> {
  readonly message: string
  /** Returns a message when a change in Odoo may have fixed it; null: no change. */
  readonly changed?: () => string | null
}

/**
 * Calls to outside systems that return when they have succeeded, however long that takes.
 *
 * - A transient failure: after several failed attempts the workflow shows what it waits for, and
 *   the call is retried until the system is available again. Time in a queue is not a failure.
 * - A permanent failure: a `problem` task opens (`awaitFix`). The call is retried when a person
 *   chooses "retry", and automatically every six hours.
 * - The student's record is about another person: the task is `person`. A person confirms that it
 *   is the same one, or ends the application.
 */
export class Recovery<Stage extends WorkflowStage> {
  readonly #log: WorkflowLog<Stage | 'problem'>
  readonly #tasks: HumanTasks<Stage | 'problem'>
  readonly #lifecycle: Lifecycle<Stage>
  /** The task of a problem that was retried automatically, until the retry has succeeded. */
  #unresolved: Task | null = null

  constructor(
    log: WorkflowLog<Stage | 'problem'>,
    tasks: HumanTasks<Stage | 'problem'>,
    lifecycle: Lifecycle<Stage>,
  ) {
    this.#log = log
    this.#tasks = tasks
    this.#lifecycle = lifecycle
  }

  callOdoo<T>(summary: string, call: (activities: OdooActivities) => Promise<T>): Promise<T> {
    return this.call(summary, (mode) => call(odoo(mode, summary)))
  }

  /** An email that the flow waits for. */
  async sendMail(request: MailRequest): Promise<MailOutcome> {
    const summary = `${request.kind} email ${request.version}`
    const { outcome } = await this.call(summary, (mode) => mail(mode, summary).sendMail(request))
    return outcome
  }

  async call<T>(summary: string, attempt: (mode: RetryMode) => Promise<T>): Promise<T> {
    const log = this.#log
    const { stage } = log.state
    let mode: RetryMode = 'fail_fast'
    let wasStopped = false
    for (;;) {
      try {
        const result = await log.during(summary, () => attempt(mode))
        if (wasStopped) this.#unresolved = null
        if (mode === 'until_available') {
          log.health = 'ok'
          log.record(stage, `Continuing: ${summary}.`)
        }
        return result
      } catch (error) {
        const failure = callFailureOf(error)
        if (failure === undefined) throw error
        log.health = failure.type
        if (failure.kind === 'transient') {
          log.record(stage, `Delayed (${failure.type}): ${summary}. Retrying until it succeeds.`)
          void log.flush()
          mode = 'until_available'
        } else {
          wasStopped = true
          const problem = { message: `Stopped at: ${summary}.`, ...instructionsFor(failure) }
          if (failure.type === FailureType.AnotherPerson) await this.#awaitIdentity(problem)
          else await this.awaitFix(problem)
          log.health = 'ok'
          log.record(stage, `Retrying: ${summary}.`)
          mode = 'fail_fast'
        }
      }
    }
  }

  /** Waits until a person has decided whether the student's record is about the same person. */
  async #awaitIdentity(problem: Problem): Promise<void> {
    const decision = await this.awaitFix({
      ...problem,
      kind: 'person',
      decisions: ['same_person', 'end', 'retry'],
    })
    if (decision?.decision === 'end')
      this.#lifecycle.endByDecision(decision, 'the student’s record is about another person.')
    if (decision?.decision === 'same_person')
      await this.callOdoo('whom the application is about', (activities) =>
        activities.rememberPerson(this.#log.application),
      )
  }

  /**
   * Waits until a person has fixed a problem, or a retry is due. A problem that a retry finds
   * unchanged stays the same task: it keeps its age, and nobody is notified again. Returns the
   * decision; null: a retry is due, or something has changed.
   */
  async awaitFix({
    message,
    instructions,
    sentences,
    changed,
    kind = 'problem',
    decisions = ['retry'],
  }: Problem): Promise<TaskDecision | null> {
    const continues = this.#unresolved?.instructions === instructions ? this.#unresolved : null
    this.#unresolved = null
    const result = await this.#tasks.awaitDecision({
      stage: 'problem',
      message,
      task: { kind, instructions, ...(sentences && { sentences }), decisions },
      cadence: PROBLEM_CADENCE,
      atReminder: 'retry',
      continues,
      ...(changed === undefined ? {} : { changed }),
    })
    if (result.kind === 'retry_due') this.#unresolved = result.task
    return result.kind === 'decided' ? result.decision : null
  }
}
