import { ActivityFailure, ApplicationFailure, type UpdateDefinition } from '@temporalio/common'
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  currentUpdateInfo,
  setHandler,
  sleep,
} from '@temporalio/workflow'
import type { MailRequest } from '../src/contracts/activities.js'
import { getState, getSteps, type TaskDecision, type WorkflowState } from '../src/contracts/enrollment.js'
import { FailureType } from '../src/contracts/failures.js'
import { DECISIONS_WITH_REASON, type Task } from '../src/contracts/tasks.js'
import { daysAfter, nextTaskDue, type TaskCadence } from '../src/domain/reminders.js'
import { callFailureOf, instructionsFor } from './failures.js'
import { mail, odoo, type OdooActivities, type RetryMode } from './activity-proxies.js'
import type { Story } from './workflow-log.js'

/** What ends a wait for a person. */
export type Reply =
  | { readonly kind: 'answered'; readonly decision: TaskDecision }
  /** Something in Odoo has changed meanwhile: look again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'deadline' }

export interface Question {
  /** The stage while it waits, and what happened in words. */
  readonly stage: string
  readonly message: string
  readonly task: Pick<Task, 'kind' | 'instructions' | 'decisions' | 'choices' | 'courseIntegrationIds'>
  readonly cadence: TaskCadence
  readonly facts?: Record<string, unknown>
  /** In words, what has made the question pointless meanwhile; null: nothing. */
  readonly changed?: () => string | null
}

/** A failed step is tried again at each reminder, and told to the agent at once and when it is escalated. */
export const PROBLEM_CADENCE: TaskCadence = {
  remindAfterDays: 0.25,
  escalateAfterDays: 2,
  deadlineDays: null,
}

/** For tasks that stay open until somebody does them. */
export const PATIENT_CADENCE: TaskCadence = { remindAfterDays: 2, escalateAfterDays: 5, deadlineDays: null }

/**
 * The desk at which a workflow meets people: it opens one task at a time, reminds, escalates, and hands over the answer as a value.
 * It also carries calls to outside systems over trouble: an outage is waited out visibly, a permanent refusal becomes a task.
 *
 * Handlers are registered by the constructor, before the workflow's first await, so that an early command is not lost.
 */
export class Desk {
  #reply: TaskDecision | null = null
  #background: Promise<void> = Promise.resolve()
  #unsolved: Task | null = null
  #outgoing: MailRequest[] = []
  #mailsUnderWay = 0

  constructor(
    readonly story: Story,
    decision: UpdateDefinition<WorkflowState, [TaskDecision]>,
  ) {
    setHandler(getState, () => story.present, { description: 'Stage, open task, number of the last step' })
    setHandler(getSteps, () => story.state.steps, { description: 'The last steps in message' })
    setHandler(decision, (given) => this.answer(() => (this.#reply = given)), {
      validator: (given: TaskDecision) => this.#validate(given),
      description: 'A person’s answer to the open task: {"answer": …, "by": …, "comment": …}',
    })
  }

  /** Opens a task and waits for its end. The task is closed when this returns; the caller tells what follows from it. */
  async ask(question: Question): Promise<Reply> {
    const { story } = this
    const { stage, message, cadence, facts } = question
    const changed = question.changed ?? (() => null)
    const unsolved = this.#takeUnsolved(question)
    let task: Task = unsolved ?? newTask(question)
    this.#reply = null
    story.tell(stage, message, { task, ...(facts === undefined ? {} : { facts }) })
    if (unsolved === null) this.notify(task)

    for (;;) {
      const due = nextTaskDue(task, cadence)
      const happened = await story.wait(
        () => this.#reply !== null || changed() !== null,
        due.at,
        `${due.kind}: ${task.kind}`,
      )
      if (happened) break
      if (due.kind === 'deadline') {
        this.#closeTask('Nobody answered before the deadline.')
        return { kind: 'deadline' }
      }
      if (task.kind === 'problem' && due.kind === 'remind') {
        this.#unsolved = { ...task, reminders: task.reminders + 1 }
        this.#closeTask('Trying again by itself.')
        return { kind: 'changed' }
      }
      task =
        due.kind === 'escalate' ? { ...task, escalated: true } : { ...task, reminders: task.reminders + 1 }
      story.tell(stage, due.kind === 'escalate' ? 'Escalated: nobody has answered.' : 'Reminded the agent.', {
        task,
      })
      this.notify(task)
    }

    const decision = this.#takeReply()
    if (decision === null) {
      this.#closeTask(changed() ?? 'Looking again.')
      return { kind: 'changed' }
    }
    this.#closeTask(`Answered "${decision.decision}" by ${decision.by}.`, { decision })
    return { kind: 'answered', decision }
  }

  /** A problem that was tried again by itself and is the same still: it goes on waiting since the first time, and nobody is told anew. */
  #takeUnsolved({ task }: Question): Task | null {
    const unsolved = this.#unsolved
    this.#unsolved = null
    return unsolved?.instructions === task.instructions ? unsolved : null
  }

  /** Recorded at once: what is answered must not stand among the reviews for as long as the next step may take. */
  #closeTask(message: string, facts: Record<string, unknown> = {}): void {
    this.story.tell(this.story.state.stage, message, { task: null, facts })
    void this.story.record()
  }

  /** A call to Odoo that is carried over outages and refusals; returns when it was done. */
  odoo<T>(summary: string, call: (activities: OdooActivities) => Promise<T>): Promise<T> {
    return this.carry(summary, (patience) => call(odoo(patience, summary)))
  }

  /** A mail that the process waits for. */
  mail(request: MailRequest): Promise<{ outcome: string }> {
    const summary = `${request.kind} mail ${request.version}`
    return this.carry(summary, (patience) => mail(patience, summary).sendMail(request))
  }

  /**
   * A mail that nothing waits for: the workflow goes on, and ends only when the mail is out or given up. Those of one moment go together.
   */
  mailInBackground(request: MailRequest): void {
    this.#outgoing.push(request)
    if (this.#outgoing.length > 1) return
    const before = this.#background
    this.#mailsUnderWay += 1
    this.#background = CancellationScope.nonCancellable(async () => {
      await Promise.resolve()
      const requests = this.#outgoing
      this.#outgoing = []
      const summary = `mail: ${requests.map(({ kind, version }) => `${kind} ${version}`).join(', ')}`
      try {
        await mail('background', summary).sendMails(requests)
      } catch (error) {
        if (!(error instanceof ActivityFailure)) throw error
        this.story.tell(this.story.state.stage, `Given up: ${summary}. The mail ledger says why.`)
      } finally {
        this.#mailsUnderWay -= 1
      }
      await before
    })
  }

  async carry<T>(summary: string, attempt: (patience: RetryMode) => Promise<T>): Promise<T> {
    const { story } = this
    const { stage } = story.state
    let patience: RetryMode = 'prompt'
    let stopped = false
    for (;;) {
      try {
        const result = await attempt(patience)
        if (stopped) this.#unsolved = null
        if (patience === 'patient') {
          story.health = 'ok'
          story.tell(stage, `Going on: ${summary}.`)
        }
        return result
      } catch (error) {
        const trouble = callFailureOf(error)
        if (trouble === undefined) throw error
        if (trouble.kind === 'transient') {
          story.health = trouble.type
          story.tell(stage, `Held up (${trouble.type}): ${summary}. Tried again until it succeeds.`)
          void story.record()
          patience = 'patient'
        } else {
          story.health = trouble.type
          stopped = true
          await this.ask({
            stage: 'problem',
            message: `Stopped at: ${summary}.`,
            task: { kind: 'problem', instructions: instructionsFor(trouble), decisions: ['retry'] },
            cadence: PROBLEM_CADENCE,
          })
          story.health = 'ok'
          story.tell(stage, `Trying again: ${summary}.`)
          patience = 'prompt'
        }
      }
    }
  }

  get mailsUnderWay(): number {
    return this.#mailsUnderWay
  }

  /**
   * Before a command ends the workflow: its answer goes out with a task of its own. A task that both answers and closes is refused when
   * anything comes in meanwhile, and the caller would be told of a failure that was none.
   */
  async answerFirst(): Promise<void> {
    await CancellationScope.nonCancellable(() => sleep(1, { summary: 'the answer first' }))
  }

  /** Everything told is recorded, every mail is out, every command is answered: the workflow may end. */
  async settle(): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      // A command may come in while the last steps are recorded: its own step, too, must be recorded.
      do {
        await this.#background
        await condition(allHandlersFinished)
        await this.story.record()
      } while (this.#mailsUnderWay > 0 || !allHandlersFinished() || !this.story.isRecorded)
    })
  }

  #validate({ decision, by, comment, partnerId }: TaskDecision): void {
    const { task } = this.story.state
    if (task === null || this.#reply !== null) throw this.wrongState('Nothing waits for an answer')
    if (!task.decisions.includes(decision)) {
      throw this.wrongState(`The open task (${task.kind}) takes: ${task.decisions.join(', ')}`)
    }
    if (!by) throw badCommand('"by" is missing: who decided?')
    if (DECISIONS_WITH_REASON.includes(decision) && !comment) throw badCommand(`"${decision}" needs a reason`)
    if (decision === 'use_contact' && !partnerId) throw badCommand('"use_contact" needs a partnerId')
  }

  /** Hands a command in and answers when the workflow has taken the next step, so that the caller sees the state after it. */
  async answer(handIn: () => void): Promise<WorkflowState> {
    const { seq } = this.story.state
    handIn()
    await condition(() => this.story.state.seq > seq)
    return this.story.present
  }

  #takeReply(): TaskDecision | null {
    const reply = this.#reply
    this.#reply = null
    return reply
  }

  wrongState(message: string): ApplicationFailure {
    return ApplicationFailure.nonRetryable(
      `${message}; the present stage is "${this.story.state.stage}".`,
      FailureType.WrongState,
      this.story.present,
    )
  }

  /** Tells the student's agent (or the reviewers) of an open task. */
  notify(task: Task): void {
    const { application, state } = this.story
    this.mailInBackground({
      ...application,
      kind: 'review_request',
      version: `${this.story.flow}.${state.runEpoch}.${state.seq}`,
      task: {
        kind: task.kind,
        instructions: task.instructions,
        deadline: task.deadline ?? null,
        reminders: task.reminders,
        escalated: task.escalated,
      },
    })
  }
}

function newTask({ task, cadence: { deadlineDays } }: Question): Task {
  const since = new Date().toISOString()
  return {
    ...task,
    since,
    ...(deadlineDays === null ? {} : { deadline: daysAfter(since, deadlineDays) }),
    reminders: 0,
    escalated: false,
  }
}

export const badCommand = (message: string) =>
  ApplicationFailure.nonRetryable(message, FailureType.BadCommand)

/** The id under which a command was sent; a repeat after continue-as-new has the same. */
export const commandId = () => currentUpdateInfo()?.id ?? ''
