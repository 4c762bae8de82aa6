import type { UpdateDefinition } from '@temporalio/common'
import type { TaskDecision, WorkflowStage, WorkflowState } from '../src/contracts/enrollment.js'
import { DECISIONS_WITH_REASON, type Task } from '../src/contracts/tasks.js'
import { nextTaskDue, type TaskCadence } from '../src/domain/reminders.js'
import { say, type Said, type Sentence } from '../src/domain/sentences/sentence.js'
import { badCommand, stateAfterNextStep, wrongState } from './updates.js'
import { setCommandHandler } from './urgency.js'
import type { WorkflowLog } from './workflow-log.js'

/** What ends a wait for a person. */
export type TaskResult =
  | { readonly kind: 'decided'; readonly decision: TaskDecision }
  /** Something in Odoo has changed meanwhile: check again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'deadline' }
  /** Only with `atReminder: 'retry'`. `task`: the task as it stood, to be continued. */
  | { readonly kind: 'retry_due'; readonly task: Task }

export interface TaskRequest<Stage extends WorkflowStage> {
  /** The stage while the task is open, and the message of the step that opens it. */
  readonly stage: Stage
  readonly message: Said
  readonly task: NewTask
  readonly cadence: TaskCadence
  /** ISO instant at which the wait ends. Absent: the task stays open until somebody decides. */
  readonly deadline?: string
  readonly facts?: Record<string, unknown>
  /** Returns a message when a change has made the task pointless; null: no change. */
  readonly changed?: () => Sentence | null
  /** At each reminder: notify the agent again, or return so that the caller retries. */
  readonly atReminder?: 'notify' | 'retry'
  /** An earlier task that this one continues: it keeps its age, and nobody is notified again. */
  readonly continues?: Task | null
}

type NewTask = Pick<
  Task,
  'kind' | 'instructions' | 'sentences' | 'decisions' | 'choices' | 'courseIntegrationIds'
>

export function newTask(task: NewTask, deadline?: string): Task {
  return {
    ...task,
    since: new Date().toISOString(),
    ...(deadline === undefined ? {} : { deadline }),
    reminders: 0,
    escalated: false,
  }
}

/**
 * The tasks that a workflow opens for people, one at a time: it notifies the agent, reminds,
 * escalates, and returns the decision as a value.
 *
 * The constructor registers the handler, before the workflow's first await, so that an early
 * decision is not lost.
 */
export class HumanTasks<Stage extends WorkflowStage> {
  readonly #log: WorkflowLog<Stage>
  #decision: TaskDecision | null = null

  constructor(log: WorkflowLog<Stage>, update: UpdateDefinition<WorkflowState, [TaskDecision]>) {
    this.#log = log
    setCommandHandler(update, (decision) => this.decide(decision), {
      validator: (decision: TaskDecision) => this.validate(decision),
      description: 'A person’s decision on the open task: {"decision": …, "by": …, "comment": …}',
    })
  }

  /** Opens a task and waits for its end. The task is closed when this returns. */
  async awaitDecision(request: TaskRequest<Stage>): Promise<TaskResult> {
    const log = this.#log
    const { stage, message, cadence, continues = null, atReminder = 'notify', facts = {} } = request
    const changed = request.changed ?? (() => null)
    let task = continues ?? newTask(request.task, request.deadline)
    this.#decision = null
    log.record(stage, message, { task, facts })
    if (continues === null) this.notify(task)

    for (;;) {
      const due = nextTaskDue(task, cadence)
      const ended = await log.wait(
        () => this.#decision !== null || changed() !== null,
        due.at,
        `${due.kind}: ${task.kind}`,
      )
      if (ended) break
      if (due.kind === 'deadline') {
        this.#closeTask(say('no_decision'))
        return { kind: 'deadline' }
      }
      task =
        due.kind === 'escalate' ? { ...task, escalated: true } : { ...task, reminders: task.reminders + 1 }
      if (due.kind === 'remind' && atReminder === 'retry') {
        this.#closeTask(say('retrying_automatically'))
        return { kind: 'retry_due', task }
      }
      log.record(stage, say(due.kind === 'escalate' ? 'escalated' : 'agent_reminded'), { task })
      this.notify(task)
    }

    const decision = this.takeDecision()
    if (decision === null) {
      this.#closeTask(changed() ?? say('checking_again'))
      return { kind: 'changed' }
    }
    this.#closeTask(say('decided', { decision: decision.decision, by: decision.by }), { decision })
    return { kind: 'decided', decision }
  }

  /** Accepts a valid decision and returns the state after the next step. */
  decide(decision: TaskDecision): Promise<WorkflowState> {
    return stateAfterNextStep(this.#log, () => (this.#decision = decision))
  }

  /** Throws where the open task does not accept the decision. */
  validate({ decision, by, comment, partnerId, courseIntegrationIds }: TaskDecision): void {
    const { task } = this.#log.current
    if (task === null || this.#decision !== null) throw wrongState(this.#log, 'No task is open')
    if (!task.decisions.includes(decision)) {
      throw wrongState(this.#log, `The open task (${task.kind}) accepts: ${task.decisions.join(', ')}`)
    }
    if (!by) throw badCommand('"by" is missing: who decided?')
    if (DECISIONS_WITH_REASON.includes(decision) && !comment) {
      throw badCommand(`"${decision}" needs a reason`)
    }
    if (decision === 'use_contact' && !partnerId) throw badCommand('"use_contact" needs a partnerId')
    if (courseIntegrationIds?.length === 0) throw badCommand('No course is named')
    const waiting = task.courseIntegrationIds ?? []
    const other = courseIntegrationIds?.find((id) => !waiting.includes(id))
    if (other !== undefined) {
      throw badCommand(
        `Course integration ${other} does not wait for an agent; these do: ${waiting.join(', ')}`,
      )
    }
  }

  /** An email about the task that the last step has opened, to the agent or the reviewers. */
  notify({ kind, instructions, sentences, deadline, reminders, escalated }: Task): void {
    const { application, flow, state } = this.#log
    this.#log.enclose({
      emails: [
        {
          ...application,
          kind: 'review_request',
          version: `${flow}.${state.runEpoch}.${state.seq}`,
          task: {
            kind,
            instructions,
            ...(sentences && { sentences }),
            deadline: deadline ?? null,
            reminders,
            escalated,
          },
        },
      ],
    })
  }

  /** Saved at once: a decided task must not stay among the reviews while the next step runs. */
  #closeTask(message: Sentence, facts: Record<string, unknown> = {}): void {
    this.#log.note(message, { task: null, facts })
    void this.#log.flush()
  }

  /** Whether `takeDecision` has something to return. */
  get hasDecision(): boolean {
    return this.#decision !== null
  }

  /** Returns the decision on a task that nothing waits for, once. */
  takeDecision(): TaskDecision | null {
    const decision = this.#decision
    this.#decision = null
    return decision
  }
}
