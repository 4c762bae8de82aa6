/** Milliseconds between two looks. */
export const LOOK_EVERY = 50
/** So many looks in a row without a call: the more, the more students are being processed. */
const FEWEST_LOOKS = 5
const MOST_LOOKS = 30
const STUDENTS_PER_LOOK = 5

/**
 * Notices that no further call will come for now: every student who is being processed waits for a
 * batch. Counted in looks, because a process that gets no CPU for a second does not see what comes
 * meanwhile.
 */
export class Lull {
  #looks = 0

  /** A call has come, or one was answered, after which its callers make others. */
  end(): void {
    this.#looks = 0
  }

  /** Returns whether no batch need wait for more calls. `students`: who are being processed. */
  look(students: number): boolean {
    this.#looks += 1
    return this.#looks >= Math.min(MOST_LOOKS, Math.max(FEWEST_LOOKS, students / STUDENTS_PER_LOOK))
  }
}
