import {
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { Application, Flow } from '../src/contracts/application.js'
import type { WorkflowLogState, WorkflowState } from '../src/contracts/enrollment.js'
import { NeedsReview, ProgramId, Stage, StudentId, SyncHealth } from '../src/contracts/search-attributes.js'
import type { Task } from '../src/contracts/tasks.js'
import type { Transition } from '../src/contracts/transitions.js'
import { recordTransitions } from './activity-proxies.js'

/** The Web UI and the API show the last steps; the whole story is in PostgreSQL. */
const STEPS_KEPT = 50

export interface Telling {
  /** The task that is open after this step. Absent: as before. */
  readonly task?: Task | null
  readonly facts?: Record<string, unknown>
  readonly closed?: boolean
}

/**
 * The story of one workflow: its stage, its open task and its steps in words. Each step is told to three readers at once: the status
 * card and search attributes of the Web UI, the queries, and (through `recordTransitions`) the read model.
 *
 * Steps are recorded together, before the workflow waits and when it ends: a workflow that runs through without waiting pays for one
 * recording, not one per step. Recording is idempotent by `seq`, so nothing depends on its order.
 */
export class Story {
  readonly state: WorkflowLogState
  #closed = false
  #health = 'ok'
  #pending: Transition[] = []
  #recording: Promise<void> = Promise.resolve()
  #shown: { stage: string | undefined; needsReview: boolean; health: string; ids: boolean }
  #alarm: { readonly at: number; readonly scope: CancellationScope } | null = null

  constructor(
    readonly application: Application,
    readonly flow: Flow,
    readonly title: string,
    state?: WorkflowLogState,
  ) {
    this.state = state ?? {
      runEpoch: workflowInfo().startTime.getTime(),
      seq: 0,
      stage: 'new',
      task: null,
      steps: [],
    }
    // Search attributes are given at the start and survive continue-as-new; the card does not.
    const { typedSearchAttributes: shown } = workflowInfo()
    this.#shown = {
      stage: shown.get(Stage),
      needsReview: shown.get(NeedsReview) ?? false,
      health: shown.get(SyncHealth) ?? 'ok',
      ids: shown.get(StudentId) !== undefined,
    }
    if (state !== undefined) this.#showCard()
  }

  tell(stage: string, message: string, { task, facts = {}, closed = false }: Telling = {}): void {
    const at = new Date().toISOString()
    const { state } = this
    state.seq += 1
    state.stage = stage
    if (task !== undefined) state.task = task
    state.steps = [...state.steps, { at, stage, message }].slice(-STEPS_KEPT)
    this.#closed = closed
    this.#pending.push({
      workflowId: workflowInfo().workflowId,
      runEpoch: state.runEpoch,
      seq: state.seq,
      application: this.application,
      flow: this.flow,
      stage,
      message,
      at,
      task: state.task,
      closed,
      facts,
    })
    this.#showCard()
    this.#showAttributes()
  }

  /** `ok`, or what the workflow waits out (a failure type). */
  set health(health: string) {
    this.#health = health
    this.#showCard()
    this.#showAttributes()
  }

  get present(): WorkflowState {
    const { stage, seq, task } = this.state
    return { stage, seq, task, closed: this.#closed }
  }

  /** Nothing was told since recording was last started. */
  get isRecorded(): boolean {
    return this.#pending.length === 0
  }

  /** Starts recording what has been told; the promise is done when all of it is in the read model. A withdrawal does not stop it. */
  record(): Promise<void> {
    if (this.#pending.length > 0) {
      const batch = this.#pending
      this.#pending = []
      const before = this.#recording
      this.#recording = CancellationScope.nonCancellable(async () => {
        await recordTransitions(batch)
        await before
      })
    }
    return this.#recording
  }

  /**
   * Waits for `happened`, at most until `until` (ms since the epoch). True: it happened; false: the clock did. What was told so far is
   * recorded meanwhile.
   */
  async wait(happened: () => boolean, until: number | null, summary: string): Promise<boolean> {
    if (happened()) return true
    void this.record()
    for (;;) {
      if (until !== null) this.#setAlarm(until, summary)
      const alarm = this.#alarm
      await condition(() => happened() || this.#alarm !== alarm)
      if (happened()) return true
      if (until !== null && Date.now() >= until) return false
    }
  }

  /**
   * One timer, kept over many waits: a later due time lets it ring early and is set then, instead of costing two events at every
   * wake-up.
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

  #showCard(): void {
    const { stage, task, steps } = this.state
    const waiting = task === null ? '–' : `**a person** (${task.kind}): ${task.instructions}`
    const outage =
      this.#health === 'ok' ? '' : `\n| Held up by | ${this.#health}: tried again until it is back |`
    const lines = steps
      .slice(-10)
      .reverse()
      .map((step) => `- \`${step.at.slice(0, 19).replace('T', ' ')}\` ${step.message}`)
    setCurrentDetails(
      `### ${this.title}\n\n| | |\n|---|---|\n| Stage | **${stage}** |\n| Waits for | ${waiting} |${outage}\n\n${lines.join('\n')}\n`,
    )
  }

  /** Every upsert is an event: only what has changed. */
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
      ...(this.#shown.stage === stage ? [] : [{ key: Stage, value: stage }]),
      ...(this.#shown.needsReview === needsReview ? [] : [{ key: NeedsReview, value: needsReview }]),
      ...(this.#shown.health === this.#health ? [] : [{ key: SyncHealth, value: this.#health }]),
    ]
    if (changes.length > 0) upsertSearchAttributes(changes)
    this.#shown = { stage, needsReview, health: this.#health, ids: true }
  }
}
