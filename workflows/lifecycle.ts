import { CancelledFailure } from '@temporalio/common'
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  sleep,
} from '@temporalio/workflow'
import type { Command, WorkflowStage, WorkflowState } from '../src/contracts/enrollment.js'
import { say, textOf, type Sentence } from '../src/domain/sentences/sentence.js'
import { badCommand, wrongState } from './updates.js'
import type { StepDetails, WorkflowLog } from './workflow-log.js'

/** The steps of a flow that can be cancelled. */
interface Cancellable<Outcome> {
  readonly lifecycle: Lifecycle<WorkflowStage>
  /** Closes the log after a cancellation. Undefined: the workflow ends as cancelled. */
  closeCancelled(): Promise<Outcome | undefined>
}

/** Runs a flow. A withdrawal, or an operator's cancellation, ends it at whatever it waits for. */
export async function runCancellable<Outcome, Steps extends Cancellable<Outcome>>(
  steps: Steps,
  run: (steps: Steps) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await steps.lifecycle.scope.run(() => run(steps))
  } catch (error) {
    if (!isCancellation(error)) throw error
    const outcome = await steps.closeCancelled()
    if (outcome === undefined) throw error
    return outcome
  }
}

/** The command that ends a flow early, and the message of its last step. */
interface Ending {
  readonly command: Command
  readonly message: Sentence
}

/** How a workflow ends: withdrawn, cancelled or at the end of its chart. */
export class Lifecycle<Stage extends WorkflowStage> {
  readonly scope = new CancellationScope()
  readonly #log: WorkflowLog<Stage>
  #ending: Ending | null = null

  constructor(log: WorkflowLog<Stage>) {
    this.#log = log
  }

  /** How a person ended the flow early: a withdrawal, or a decision on a task. */
  get ending(): Ending | null {
    return this.#ending
  }

  /** Throws where the workflow is ending already. */
  requireOpen(): void {
    if (this.#ending !== null || this.#log.current.closed) {
      throw wrongState(this.#log, 'The application is closed')
    }
  }

  validateWithdrawal({ by, comment }: Command): void {
    this.requireOpen()
    if (!by || !comment) throw badCommand('Withdrawing needs "by" and a reason')
  }

  /** Cancels the flow and returns the state in which it is closed. */
  async withdraw(command: Command): Promise<WorkflowState> {
    this.#end(command, say('withdrawn', { by: command.by }))
    await condition(() => this.#log.current.closed)
    return this.#log.current
  }

  /** Ends the flow by a decision on its task, also where it must not be cancelled otherwise. */
  endByDecision({ by, comment }: Command, message: Sentence): never {
    this.#end({ by, ...(comment === undefined ? {} : { comment }) }, message)
    throw new CancelledFailure('Ended by a decision.')
  }

  /** Records the last step and waits until everything is saved and replied to. */
  async close(stage: Stage, message: Sentence): Promise<void> {
    this.#recordEnd(stage, message)
    await this.drain()
  }

  /** The same after a command that ends the workflow at once. */
  async closeAfterCommand(stage: Stage, message: Sentence, details: StepDetails = {}): Promise<void> {
    this.#recordEnd(stage, message, details)
    await flushUpdateResponse()
    await this.drain()
  }

  /**
   * The end after a cancellation. Returns how the student withdrew, or why a person ended the
   * application; undefined: an operator cancelled the workflow.
   */
  async closeWithdrawn(this: Lifecycle<Stage | 'withdrawn'>): Promise<string | undefined> {
    const ending = this.#ending
    if (ending === null) {
      await this.closeAfterCommand('withdrawn', say('cancelled'))
      return undefined
    }
    const { command, message } = ending
    await this.closeAfterCommand('withdrawn', message, { facts: { command } })
    return textOf(message)
  }

  /** Every step is saved and every command is replied to: the run may end. */
  async drain(): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      // A command may arrive while the last steps are being saved: its own step must be saved, too.
      do {
        await condition(() => this.#noCommandPending())
        await this.#log.flush()
      } while (!this.#noCommandPending() || !this.#log.isFlushed)
    })
  }

  /** A withdrawal is pending until the log is closed, which happens after this wait. */
  #noCommandPending(): boolean {
    const withdrawing = this.#ending !== null && !this.#log.current.closed
    return withdrawing || allHandlersFinished()
  }

  #end(command: Command, message: Sentence): void {
    this.#ending = { command, message }
    this.scope.cancel()
  }

  #recordEnd(stage: Stage, message: Sentence, details: StepDetails = {}): void {
    this.#log.record(stage, message, { ...details, task: null, closed: true })
  }
}

/**
 * Lets the response of an update go out with a workflow task of its own. The server rejects a task
 * that both responds and closes the workflow when anything arrives meanwhile, and the caller would
 * see a spurious failure.
 */
async function flushUpdateResponse(): Promise<void> {
  await CancellationScope.nonCancellable(() => sleep(1, { summary: 'send the response first' }))
}
