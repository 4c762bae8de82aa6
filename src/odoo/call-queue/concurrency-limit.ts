/**
 * How many calls may be in flight at Odoo, decided by how it responds: additive increase,
 * multiplicative decrease, as TCP does it. Odoo does not say how many processes it has, and its
 * users share them.
 */
export interface ConcurrencyLimit {
  /** Calls in flight. Grows by fractions; its whole part counts. */
  readonly calls: number
  /** Milliseconds that a row of each kind of call takes while Odoo is not busy. */
  readonly usual: ReadonlyMap<string, number>
  /** Instant of the last decrease, in milliseconds. */
  readonly decreasedAt: number
}

/** What one call has shown. */
export interface Response {
  /** Calls of one kind take about the same time: model and method. */
  readonly kind: string
  readonly rows: number
  readonly milliseconds: number
  /** Odoo was unavailable, or said that it is busy. */
  readonly failed: boolean
  /** As many calls were in flight as the limit permits. Otherwise more would prove nothing. */
  readonly isFull: boolean
  /** Instant of the response, in milliseconds. */
  readonly at: number
}

/** Odoo usually has 4 to 8 worker processes; each serves one call, and its users need some. */
const FIRST = 4
export const MOST_BULK_CALLS = 8

export const INITIAL_LIMIT: ConcurrencyLimit = {
  calls: FIRST,
  usual: new Map(),
  decreasedAt: Number.NEGATIVE_INFINITY,
}

/** A call that is this many times slower than usual says that Odoo has too many of them. */
const SLOW = 3
/** Milliseconds. No faster call is slow: it says nothing about Odoo's load. */
const NEVER_SLOW = 250
/** Each call has a cost of its own, about that of so many rows. */
const ROWS_PER_CALL = 10
/** Shares of the difference by which the usual time falls and rises: load must not become usual. */
const FALL = 0.1
const RISE = 0.02
/** Milliseconds. Calls that fail together are one sign, not many. */
const ONE_SIGN = 1_000

/** Returns the limit after a response. */
export function afterResponse(
  limit: ConcurrencyLimit,
  { kind, rows, milliseconds, failed, isFull, at }: Response,
): ConcurrencyLimit {
  const decreased = (factor: number): ConcurrencyLimit =>
    at - limit.decreasedAt < ONE_SIGN
      ? limit
      : { ...limit, calls: Math.max(1, limit.calls * factor), decreasedAt: at }
  if (failed) return decreased(0.5)
  const perRow = milliseconds / (rows + ROWS_PER_CALL)
  const known = limit.usual.get(kind) ?? perRow
  const isSlow = milliseconds > NEVER_SLOW && perRow > SLOW * known
  const share = perRow < known ? FALL : RISE
  const usual = new Map(limit.usual).set(kind, known + share * (perRow - known))
  if (isSlow) return { ...decreased(0.8), usual }
  const calls = isFull ? Math.min(MOST_BULK_CALLS, limit.calls + 1 / limit.calls) : limit.calls
  return { ...limit, calls, usual }
}
