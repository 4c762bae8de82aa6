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
  /** A sentence that describes the step, without any person's name. */
  readonly message: string
  /** ISO instant, workflow time. */
  readonly at: string
  /** The task that is open *after* this step; null: no person has to act. */
  readonly task: Task | null
  /** Closed: the workflow ended in this stage. */
  readonly closed: boolean
  /** What the decision was based on: ids, numbers, reasons, policy version. No people. */
  readonly facts: Record<string, unknown>
  /** What follows from it and nothing waits for. Absent: nothing. */
  readonly effects?: Partial<StepEffects>
}
