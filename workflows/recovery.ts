import type { MailOutcome, MailRequest } from '../src/contracts/mail.js'
import type { TaskDecision, WorkflowStage } from '../src/contracts/enrollment.js'
import { FailureType } from '../src/contracts/failures.js'
import type { Task } from '../src/contracts/tasks.js'
import type { TaskCadence } from '../src/domain/reminders.js'
import { callInEnglish, type Call } from '../src/domain/sentences/call.en.js'
import { say, type Instructions, type Sentence } from '../src/domain/sentences/sentence.js'
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
  readonly message: Sentence
  /** Returns a message when a change in Odoo may have fixed it; null: no change. */
  readonly changed?: () => Sentence | null
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

  callOdoo<T>(call: Call, attempt: (activities: OdooActivities) => Promise<T>): Promise<T> {
    return this.call(call, (mode, summary) => attempt(odoo(mode, summary)))
  }

  /** An email that the flow waits for. */
  async sendMail(request: MailRequest): Promise<MailOutcome> {
    const call = { of: 'email', mail: request.kind, version: request.version } as const
    const { outcome } = await this.call(call, (mode, summary) => mail(mode, summary).sendMail(request))
    return outcome
  }

  /** `summary`: the call in English, for the Web UI. */
  async call<T>(call: Call, attempt: (mode: RetryMode, summary: string) => Promise<T>): Promise<T> {
    const log = this.#log
    const summary = callInEnglish(call)
    const { stage } = log.state
    let mode: RetryMode = 'fail_fast'
    let wasStopped = false
    for (;;) {
      try {
        const result = await log.during(summary, () => attempt(mode, summary))
        if (wasStopped) this.#unresolved = null
        if (mode === 'until_available') {
          log.health = 'ok'
          log.record(stage, say('call_continues', { call }))
        }
        return result
      } catch (error) {
        const failure = callFailureOf(error)
        if (failure === undefined) throw error
        log.health = failure.type
        if (failure.kind === 'transient') {
          log.record(stage, say('call_delayed', { call, failure: failure.type }))
          void log.flush()
          mode = 'until_available'
        } else {
          wasStopped = true
          const problem = { message: say('call_stopped', { call }), ...instructionsFor(failure) }
          if (failure.type === FailureType.AnotherPerson) await this.#awaitIdentity(problem)
          else await this.awaitFix(problem)
          log.health = 'ok'
          log.record(stage, say('call_retried', { call }))
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
      this.#lifecycle.endByDecision(decision, say('ended_of_other_person', { by: decision.by }))
    if (decision?.decision === 'same_person')
      await this.callOdoo({ of: 'person' }, (activities) => activities.rememberPerson(this.#log.application))
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
