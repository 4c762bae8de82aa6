/** Milliseconds. Who has made no call for so long is not counted any more. */
const MEMORY = 10_000
/** Fewer students at once would hardly ever meet in a batch. */
const FEW = 10
/** Milliseconds for each student beyond those. */
const PER_STUDENT = 5
/** Milliseconds. Longer waits would hold up a student more than they save Odoo. */
const LONGEST = 1_000

/**
 * How long a batch waits for further calls: the longer, the more students are being processed. A
 * few do not wait at all. The number of calls would say less: on a busy machine the calls of a
 * thousand students come as slowly as those of one.
 */
export class BatchWindow {
  /** Each student's last call, in milliseconds; the longest ago first. */
  readonly #lastCalls = new Map<string, number>()

  /** Returns milliseconds. */
  after(student: string, now: number): number {
    this.#lastCalls.delete(student)
    this.#lastCalls.set(student, now)
    for (const [other, at] of this.#lastCalls) {
      if (at > now - MEMORY) break
      this.#lastCalls.delete(other)
    }
    return Math.min(LONGEST, Math.max(0, this.#lastCalls.size - FEW) * PER_STUDENT)
  }
}
