/** Milliseconds. Who has made no call for so long is not counted any more. */
const MEMORY = 30_000
/** Fewer students at once would hardly ever meet in a batch. */
const FEW = 10
/** So many students wait longest. */
const CROWD = 300
/** Milliseconds. An enrollment waits fifteen times, and must end within three minutes. */
const LONGEST = 6_000

/**
 * How long a batch waits for further calls at most: the longer, the more students are being
 * processed. A few do not wait at all, some dozens a tenth of a second: it grows with the square of
 * their number. The number of calls would say less: on a busy machine the calls of a thousand
 * students come as slowly as those of one.
 */
export class BatchWindow {
  /** Each student's last call, in milliseconds; the longest ago first. */
  readonly #lastCalls = new Map<string, number>()

  /** Who have made a call lately. */
  get students(): number {
    return this.#lastCalls.size
  }

  /** Returns milliseconds. */
  after(student: string, now: number): number {
    this.#lastCalls.delete(student)
    this.#lastCalls.set(student, now)
    for (const [other, at] of this.#lastCalls) {
      if (at > now - MEMORY) break
      this.#lastCalls.delete(other)
    }
    const students = this.#lastCalls.size
    return students <= FEW ? 0 : LONGEST * Math.min(1, students / CROWD) ** 2
  }
}
