import type { Client } from '@temporalio/client'

/** Between two calls to Temporal, however often it is pulled. Milliseconds. */
const PAUSE = 500

/** Before the first one: what is new often comes in several parts. Milliseconds. */
const COALESCE = 100

/** Limit of one call. Milliseconds. */
const CALL_LIMIT = 5_000

/**
 * Starts a workflow that looks for work in our database, or wakes it up. Nobody waits for it. If
 * Temporal is unavailable, somebody else must look for the work later.
 */
export class Trigger {
  readonly #client: Client
  readonly #start: (client: Client) => Promise<unknown>
  readonly #log: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null
  #isCalling = false
  #isWanted = false
  #lastCall = 0

  /** `start`: signals the workflow, with a start. `log` learns of calls that failed. */
  constructor(client: Client, start: (client: Client) => Promise<unknown>, log: (error: unknown) => void) {
    this.#client = client
    this.#start = start
    this.#log = log
  }

  /** There is work. Returns at once. */
  pull(): void {
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
      await this.#client.withDeadline(this.#lastCall + CALL_LIMIT, () => this.#start(this.#client))
    } catch (error) {
      this.#log(error)
    } finally {
      this.#isCalling = false
      if (this.#wasPulledMeanwhile()) this.pull()
    }
  }

  /** A method, because TypeScript assumes that a property does not change during an await. */
  #wasPulledMeanwhile(): boolean {
    return this.#isWanted
  }
}
