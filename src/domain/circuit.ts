/**
 * The decisions of a circuit breaker: when a system looks unavailable, how often it is probed, and
 * how fast the work grows again. Instants and durations are in milliseconds.
 */

export type CircuitState = 'closed' | 'open' | 'half_open'

/** How one piece of work with a system ended. `failed`: the system did not respond. */
export interface Outcome {
  readonly failed: boolean
  readonly at: number
}

/** Older outcomes say nothing about the present. Longer than a call may take until its timeout. */
const WINDOW = 60_000

/** Fewer failures may be the fault of one connection. */
const FEWEST_FAILURES = 3

/**
 * Whether a system may be unavailable: within a minute three failures in a row, or three failures
 * and no more successes than failures. A probe then decides, because the failures may be those of
 * one record.
 */
export function isSuspicious(outcomes: readonly Outcome[], now: number): boolean {
  const recent = recentOutcomes(outcomes, now)
  const failures = recent.filter(({ failed }) => failed).length
  if (failures < FEWEST_FAILURES) return false
  return failures * 2 >= recent.length || recent.slice(-FEWEST_FAILURES).every(({ failed }) => failed)
}

export const recentOutcomes = (outcomes: readonly Outcome[], now: number): Outcome[] =>
  outcomes.filter(({ at }) => now - at < WINDOW)

const FIRST_PROBE_PAUSE = 1_000
const LONGEST_PROBE_PAUSE = 10_000

/**
 * The pause before the next probe. Doubles with each probe that has failed; up to a quarter longer
 * or shorter, so that several installations do not probe at the same moment. `random`: 0–1.
 */
export function probePause(failedProbes: number, random: number): number {
  const pause = Math.min(FIRST_PROBE_PAUSE * 2 ** Math.min(failedProbes, 10), LONGEST_PROBE_PAUSE)
  return Math.round(pause * (0.75 + random / 2))
}

/** From half-open to closed. */
export const RAMP = 30_000

/**
 * How many of `limit` tasks may run at the same time. After an outage it begins with one and grows
 * evenly. `sinceChange`: duration of the present state.
 */
export function slotsOf(state: CircuitState, sinceChange: number, limit: number): number {
  if (state === 'open') return 0
  if (state === 'closed') return limit
  const share = Math.max(0, Math.min(1, sinceChange / RAMP))
  return Math.min(limit, 1 + Math.floor(share * limit))
}
