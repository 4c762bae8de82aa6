import type { Sentence } from '../domain/sentences/sentence.js'
import type { ApplicationRun, Flow } from './application.js'
import type { StepEffects } from './outbox.js'
import type { Task } from './tasks.js'

/**
 * One step of a workflow as the read model keeps it. `(workflowId, runEpoch, seq)` is unique and
 * ordered. `seq` is the workflow's own counter, carried over continue-as-new. `runEpoch` is the
 * start of the workflow's first run in milliseconds: an application that is opened again after it
 * was closed continues the log instead of colliding with it.
 */
export interface Transition {
  readonly workflowId: string
  readonly runEpoch: number
  readonly seq: number
  readonly application: ApplicationRun
  readonly flow: Flow
  /** A stage of the flow. The read model keeps it as text. */
  readonly stage: string
  /** One or more sentences that describe the step, without any person's name. In English. */
  readonly message: string
  /** The same for readers of other languages. Absent: of an earlier version. */
  readonly sentences?: readonly Sentence[]
  /** ISO instant, workflow time. */
  readonly at: string
  /** The task that is open *after* this step; null: no person has to act. */
  readonly task: Task | null
  /** Closed: the workflow ended in this stage. */
  readonly closed: boolean
  /**
   * What the decision was based on: ids, numbers, reasons, policy version. No people. Steps of a
   * training with a deadline also have it: `deadlineAt`, an ISO instant.
   */
  readonly facts: Record<string, unknown>
  /** What follows from it and nothing waits for. Absent: nothing. */
  readonly effects?: Partial<StepEffects>
}
