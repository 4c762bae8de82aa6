import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker'

/**
 * Slots for the activities of one task queue: never more in use than `limit` says at the moment. A
 * worker polls only with a free slot, so with a limit of 0 it takes no tasks at all, and they wait
 * in the queue without an attempt. Pollers that already wait keep their slots.
 */
export class Slots implements CustomSlotSupplier<ActivitySlotInfo> {
  readonly type = 'custom'
  readonly #limit: () => number
  #used = 0
  /** Pollers that wait for a slot. */
  readonly #waiting = new Set<() => void>()

  constructor(limit: () => number) {
    this.#limit = limit
  }

  reserveSlot(_context: unknown, signal: AbortSignal): Promise<SlotPermit> {
    return new Promise<SlotPermit>((resolve, reject) => {
      const grant = () => {
        signal.removeEventListener('abort', abort)
        resolve({})
      }
      const abort = () => {
        this.#waiting.delete(grant)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.add(grant)
      this.refill()
    })
  }

  /** For tasks that the server gives to whoever scheduled them, without a poll. */
  tryReserveSlot(): SlotPermit | null {
    if (this.#used >= this.#limit()) return null
    this.#used += 1
    return {}
  }

  markSlotUsed(): void {
    // A reserved slot counts as used from the beginning.
  }

  releaseSlot(): void {
    this.#used -= 1
    this.refill()
  }

  /** Hands out slots that have become free. To be called when the limit has risen. */
  refill(): void {
    for (const grant of this.#waiting) {
      if (this.#used >= this.#limit()) return
      this.#waiting.delete(grant)
      this.#used += 1
      grant()
    }
  }
}
