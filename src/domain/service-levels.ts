/** Upper bounds of the durations that are counted together. Milliseconds; the last has none. */
const DURATION_BOUNDS = [10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000] as const

export const noDurations = (): number[] => Array.from({ length: DURATION_BOUNDS.length + 1 }, () => 0)

/** Returns which of the counts a duration belongs to. Milliseconds. */
export function durationClass(duration: number): number {
  const found = DURATION_BOUNDS.findIndex((bound) => duration <= bound)
  return found === -1 ? DURATION_BOUNDS.length : found
}

/**
 * Returns the duration that 95 % of the requests did not exceed, rounded up to a bound. Seconds;
 * null: there were none, or it is above all bounds.
 */
export function p95Seconds(durations: readonly number[]): number | null {
  const total = durations.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let counted = 0
  const at = durations.findIndex((count) => (counted += count) >= total * 0.95)
  const bound = DURATION_BOUNDS[at]
  return bound === undefined ? null : bound / 1_000
}

/** Returns how many requests took longer than the two seconds of the target. */
export const slowOf = (durations: readonly number[]): number =>
  durations.slice(durationClass(SLOW) + 1).reduce((sum, count) => sum + count, 0)

const SLOW = 2_000

/** How many of so many may miss the target. The plan’s success metrics. */
const ALLOWED_SHARE = {
  /** Values that differ from Odoo: an accuracy of 99.9 %. */
  sync_accuracy: 0.001,
  /** Requests above two seconds: the 95th percentile stays below. */
  response_time: 0.05,
  /** Minutes without service: 99.5 %. */
  uptime: 0.005,
  /** Requests that fail: 0.1 %. */
  error_rate: 0.001,
} as const

export type Measure = keyof typeof ALLOWED_SHARE

/** What is left of the misses that the target allows. */
export interface ErrorBudget {
  readonly allowed: number
  readonly used: number
  /** 1: nothing is used; below 0: more than is allowed. null: nothing was measured. */
  readonly left: number | null
}

export function errorBudget(
  measure: Measure,
  { count, misses }: { count: number; misses: number },
): ErrorBudget {
  const allowed = count * ALLOWED_SHARE[measure]
  return { allowed, used: misses, left: allowed === 0 ? null : 1 - misses / allowed }
}

/** The mean of all ratings of several courses. null: there are none. */
export function meanRating(ratings: readonly { readonly average: number; readonly count: number }[]): {
  readonly average: number | null
  readonly count: number
} {
  const count = ratings.reduce((sum, rating) => sum + rating.count, 0)
  const stars = ratings.reduce((sum, rating) => sum + rating.average * rating.count, 0)
  return { average: count === 0 ? null : stars / count, count }
}
