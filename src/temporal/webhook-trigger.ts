import type { Client } from '@temporalio/client'
import { TaskQueue } from '../contracts/task-queues.js'
import { hintsStored, WEBHOOK_DRAIN_ID, type WebhookDrainInput } from '../contracts/webhook-drain.js'

type WebhookDrain = (input: WebhookDrainInput) => Promise<void>

/** Between two calls to Temporal, however many hints are stored. Milliseconds. */
const PAUSE = 500

/** Before the first one: an action in Odoo often changes several records. Milliseconds. */
const COALESCE = 100

/** Limit of one call. Milliseconds. */
const CALL_LIMIT = 5_000

/**
 * Starts the workflow that reads stored hints, or wakes it up. Nobody waits for it: if Temporal is
 * unavailable, the next sweep reads the hints.
 */
export class WebhookTrigger {
  readonly #client: Client
  readonly #input: WebhookDrainInput
  readonly #log: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null
  #isCalling = false
  #isWanted = false
  #lastCall = 0

  /** `log` learns of calls that failed. */
  constructor(client: Client, input: WebhookDrainInput, log: (error: unknown) => void) {
    this.#client = client
    this.#input = input
    this.#log = log
  }

  /** A hint was stored. Returns at once. */
  hintStored(): void {
    this.#isWanted = true
    if (this.#timer !== null || this.#isCalling) return
    const delay = Math.max(COALESCE, this.#lastCall + PAUSE - Date.now())
    this.#timer = setTimeout(() => void this.#call(), delay)
    this.#timer.unref()
  }

  stop(): void {
    this.#isWanted = false
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  async #call(): Promise<void> {
    this.#timer = null
    this.#isCalling = true
    this.#isWanted = false
    this.#lastCall = Date.now()
    try {
      await this.#client.withDeadline(this.#lastCall + CALL_LIMIT, () =>
        // The signal makes a workflow that is about to end look once more.
        this.#client.workflow.signalWithStart<WebhookDrain>('webhookDrain', {
          workflowId: WEBHOOK_DRAIN_ID,
          taskQueue: TaskQueue.orchestrator,
          args: [this.#input],
          signal: hintsStored,
          signalArgs: [],
          staticSummary: 'Read again what webhooks have reported',
        }),
      )
    } catch (error) {
      this.#log(error)
    } finally {
      this.#isCalling = false
      if (this.#wasCalledMeanwhile()) this.hintStored()
    }
  }

  /** A method, because TypeScript assumes that a property does not change during an await. */
  #wasCalledMeanwhile(): boolean {
    return this.#isWanted
  }
}
