import {
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { ApplicationRun, Flow } from '../src/contracts/application.js'
import {
  getState,
  getSteps,
  type Step,
  type WorkflowLogState,
  type WorkflowStage,
  type WorkflowState,
} from '../src/contracts/enrollment.js'
import {
  NeedsReview,
  ProgramId,
  Stage as StageAttribute,
  StudentId,
  SyncHealth,
} from '../src/contracts/search-attributes.js'
import { emailGivenUp, type StepEffects } from '../src/contracts/outbox.js'
import type { Task } from '../src/contracts/tasks.js'
import type { Transition } from '../src/contracts/transitions.js'
import { messageOf, say, type Said } from '../src/domain/sentences/sentence.js'
import { recordTransitions } from './activity-proxies.js'
import { endInteractiveWork, urgency } from './urgency.js'

/** The Web UI and the API show the last steps. All of them are in PostgreSQL. */
const STEPS_KEPT = 50

export interface StepDetails {
  /** The task that is open after this step. Absent: unchanged. */
  readonly task?: Task | null
  readonly facts?: Record<string, unknown>
  readonly closed?: boolean
}

/**
 * The log of one workflow: its stage, its open task, and its steps with a message each. A step goes
 * to three readers at once: the status card and search attributes of the Web UI, the queries, and
 * (through `recordTransitions`) the read model.
 *
 * Steps are saved together, before the workflow waits and when it ends; interactive ones before
 * each call. A workflow that runs through without waiting pays for one activity, not for one per
 * step. Saving is idempotent by `seq`, so nothing depends on its order.
 *
 * Emails and statuses that nothing waits for are saved with their step, and leave through the
 * outbox.
 */
export class WorkflowLog<Stage extends WorkflowStage> {
  readonly application: ApplicationRun
  readonly flow: Flow
  readonly state: WorkflowLogState<Stage>
  /** Heading of the status card. */
  title: string
  /** Facts that go with every step: as they are when it is saved, not when it was recorded. */
  standing: () => Readonly<Record<string, unknown>> = () => ({})
  #closed = false
  #health = 'ok'
  #call: { readonly summary: string; readonly since: string } | null = null
  #pending: Transition[] = []
  #saving: Promise<void> = Promise.resolve()
  #shown: { stage: string | undefined; needsReview: boolean; health: string; ids: boolean }
  #alarm: { readonly at: number; readonly scope: CancellationScope } | null = null

  /** `carried`: the state that an earlier run handed over. */
  constructor(
    application: ApplicationRun,
    flow: Flow,
    { title, stage, carried }: { title: string; stage: Stage; carried?: WorkflowLogState<Stage> },
  ) {
    this.application = application
    this.flow = flow
    this.title = title
    this.state = carried ?? {
      runEpoch: workflowInfo().startTime.getTime(),
      seq: 0,
      stage,
      task: null,
      steps: [],
    }
    // Search attributes are given at the start and survive continue-as-new; the card does not.
    const { typedSearchAttributes: shown } = workflowInfo()
    this.#shown = {
      stage: shown.get(StageAttribute),
      needsReview: shown.get(NeedsReview) ?? false,
      health: shown.get(SyncHealth) ?? 'ok',
      ids: shown.get(StudentId) !== undefined,
    }
    if (carried !== undefined) this.#showCard()
    setHandler(getState, () => this.current, { description: 'Stage, open task, number of the last step' })
    setHandler(getSteps, () => this.state.steps, { description: 'The last steps' })
    setHandler(emailGivenUp, ({ kind, version }) => {
      // The last step of a closed workflow says how it ended.
      if (!this.#closed) this.note(say('email_given_up', { mail: kind, version }))
    })
  }

  record(stage: Stage, said: Said, { task, facts = {}, closed = false }: StepDetails = {}): void {
    const step = { at: new Date().toISOString(), stage, ...messageOf(said) }
    const { state } = this
    state.seq += 1
    state.stage = stage
    if (task !== undefined) state.task = task
    state.steps = [...state.steps, step].slice(-STEPS_KEPT)
    this.#closed = closed
    this.#pending.push(this.#transition(step, facts))
    this.#showCard()
  }

  /** Records a step that leaves the stage as it is. */
  note(said: Said, details: StepDetails = {}): void {
    this.record(this.state.stage, said, details)
  }

  /**
   * Adds what follows from the last step. A step that is saved already is saved again with it,
   * which changes nothing else.
   */
  enclose(effects: Partial<StepEffects>): void {
    const last = this.#pending.pop() ?? this.#lastSaved()
    if (last === undefined) throw new Error('No step has been recorded yet.')
    const { emails = [], ...others } = effects
    const all = [...(last.effects?.emails ?? []), ...emails]
    this.#pending.push({ ...last, effects: { ...last.effects, emails: all, ...others } })
  }

  /** `ok`, or the failure type that the workflow waits out. */
  set health(health: string) {
    this.#health = health
    this.#showCard()
    this.#showAttributes()
  }

  /**
   * Shows the call that the flow waits for. Only Temporal knows whether it still waits for a free
   * slot or is being made: it lists the pending activities.
   */
  async during<T>(summary: string, call: () => Promise<T>): Promise<T> {
    this.#call = { summary, since: new Date().toISOString() }
    this.#showCard()
    // A person wants to see the effect of their command now, not when the workflow waits again.
    if (urgency() === 'interactive') void this.flush()
    try {
      return await call()
    } finally {
      this.#call = null
      this.#showCard()
    }
  }

  get current(): WorkflowState {
    const { stage, seq, task } = this.state
    return { stage, seq, task, closed: this.#closed }
  }

  /** Whether every step is saved, or being saved. */
  get isFlushed(): boolean {
    return this.#pending.length === 0
  }

  /**
   * Starts saving the steps recorded so far. The promise is done when all of them are in the read
   * model. A withdrawal does not stop it.
   */
  flush(): Promise<void> {
    this.#showAttributes()
    if (this.#pending.length > 0) {
      const standing = this.standing()
      const batch = this.#pending.map((step) => ({ ...step, facts: { ...standing, ...step.facts } }))
      this.#pending = []
      const earlier = this.#saving
      this.#saving = CancellationScope.nonCancellable(async () => {
        await recordTransitions(batch)
        await earlier
      })
    }
    return this.#saving
  }

  /**
   * Waits until `happened`, at most until `until` (ms since the epoch). Returns whether it
   * happened. The steps recorded so far are saved meanwhile.
   */
  async wait(happened: () => boolean, until: number | null, summary: string): Promise<boolean> {
    if (happened()) return true
    endInteractiveWork()
    void this.flush()
    for (;;) {
      if (until !== null) this.#setAlarm(until, summary)
      const alarm = this.#alarm
      await condition(() => happened() || this.#alarm !== alarm)
      if (happened()) return true
      if (until !== null && Date.now() >= until) return false
    }
  }

  /**
   * One timer, kept over many waits. With a later due time it fires early and is set again then,
   * instead of costing two events at every wake-up.
   */
  #setAlarm(until: number, summary: string): void {
    if (this.#alarm !== null && this.#alarm.at <= until) return
    this.#alarm?.scope.cancel()
    const scope = new CancellationScope()
    const alarm = { at: until, scope }
    this.#alarm = alarm
    void scope
      .run(() => sleep(Math.max(1, until - Date.now()), { summary }))
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error
      })
      .then(() => {
        if (this.#alarm === alarm) this.#alarm = null
      })
  }

  #lastSaved(): Transition | undefined {
    const step = this.state.steps.at(-1)
    return step && this.#transition(step, {})
  }

  #transition(step: Step, facts: Record<string, unknown>): Transition {
    const { runEpoch, seq, task } = this.state
    return {
      ...step,
      workflowId: workflowInfo().workflowId,
      runEpoch,
      seq,
      application: this.application,
      flow: this.flow,
      task,
      closed: this.#closed,
      facts,
    }
  }

  #showCard(): void {
    const { stage, task, steps } = this.state
    const waitsFor = task === null ? '–' : `**a person** (${task.kind}): ${task.instructions}`
    const outage =
      this.#health === 'ok' ? '' : `\n| Delayed by | ${this.#health}: retried until it works again |`
    const call =
      this.#call === null
        ? ''
        : `\n| Now | ${this.#call.summary}: **queued** or being done since ${clockTime(this.#call.since)} (GET /v1/sync shows outages and pauses) |`
    const lines = steps
      .slice(-10)
      .reverse()
      .map((step) => `- ${clockTime(step.at)} ${step.message}`)
    setCurrentDetails(
      `### ${this.title}\n\n| | |\n|---|---|\n| Stage | **${stage}** |\n| Waits for | ${waitsFor} |${call}${outage}\n\n${lines.join('\n')}\n`,
    )
  }

  /**
   * Every upsert is an event. So only what has changed is written, and only when the workflow waits
   * or ends, not at each step on its way.
   */
  #showAttributes(): void {
    const { stage } = this.state
    const needsReview = this.state.task !== null
    const changes = [
      ...(!this.#shown.ids
        ? [
            { key: ProgramId, value: this.application.programId },
            { key: StudentId, value: this.application.studentId },
          ]
        : []),
      ...(this.#shown.stage === stage ? [] : [{ key: StageAttribute, value: stage }]),
      ...(this.#shown.needsReview === needsReview ? [] : [{ key: NeedsReview, value: needsReview }]),
      ...(this.#shown.health === this.#health ? [] : [{ key: SyncHealth, value: this.#health }]),
    ]
    if (changes.length > 0) upsertSearchAttributes(changes)
    this.#shown = { stage, needsReview, health: this.#health, ids: true }
  }
}

const clockTime = (at: string) => `\`${at.slice(0, 19).replace('T', ' ')}\``
