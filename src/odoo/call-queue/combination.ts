import type { Call } from '../client/transport.js'

/**
 * How simultaneous calls of one shape become one call, and its result becomes theirs again. What
 * they must have in common is in the key, always including the context: calls in another language,
 * company or time zone are never combined.
 */
export interface Combination {
  /** Calls with the same key may be combined. */
  readonly key: string
  /** Rows or values that this call adds to the combined one. */
  readonly size: number
  /** Bytes that it adds, roughly. Absent: few. */
  readonly bytes?: number
  /** Only one call of a combined one may name each of these. */
  readonly exclusive?: readonly string[]
  /** `calls`: at least two, all with this key. */
  combine(calls: readonly Call[]): Call
  /**
   * Returns the result of each call. Null: the combined call was refused as a whole, or its result
   * does not say which part belongs to whom. Then each call is made on its own.
   */
  split(result: unknown, calls: readonly Call[]): readonly unknown[] | null
}
