/** Small mail servers allow ten connections per address, and interactive emails have their own. */
const AT_ONCE = 4

/** Milliseconds. So long may an email wait for its turn; its activity has 90 seconds. */
const WAIT = 5_000

/** More would not make the calls to Odoo for their content larger. */
const MOST = 100

/** Milliseconds of a delivery, as long as nothing is known. */
const FIRST = 500

/** Share of the difference by which the usual time follows the last one. */
const SHARE = 0.2

/**
 * Many emails are prepared at the same time, so that what they read from Odoo can be combined. Few
 * are delivered: the others wait here for their turn, before they are claimed in the ledger.
 */
export class DeliveryTurns {
  #delivering = 0
  readonly #waiting: (() => void)[] = []
  /** Milliseconds of a delivery. */
  #usual = FIRST
  readonly #now: () => number

  /** `now` returns milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** How many may be prepared at the same time: the fewer, the slower the mail server is. */
  get emailsAtOnce(): number {
    return Math.min(MOST, AT_ONCE + Math.floor((AT_ONCE * WAIT) / this.#usual))
  }

  async take<T>(deliver: () => Promise<T>): Promise<T> {
    if (this.#delivering < AT_ONCE) this.#delivering += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    const startedAt = this.#now()
    try {
      return await deliver()
    } finally {
      this.#usual += SHARE * (this.#now() - startedAt - this.#usual)
      const next = this.#waiting.shift()
      if (next) next()
      else this.#delivering -= 1
    }
  }
}
