import { setTimeout as sleep } from 'node:timers/promises'

/** Between two probes. Milliseconds. */
const PAUSE = 25

export interface WaitOptions {
  /** What is waited for; stands in the error. */
  readonly what?: string
  /** Milliseconds. The default is far above what any step takes, so that only a wrong outcome reaches it. */
  readonly limit?: number
  /** What was last seen; stands in the error. */
  readonly seen?: () => unknown
}

/**
 * Repeats `probe` until it returns something truthy, and returns that. Errors of the probe count as "not
 * yet"; the last one is the cause of the error at the limit.
 */
export async function waitFor<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { what = 'the condition', limit = 60_000, seen }: WaitOptions = {},
): Promise<T> {
  const end = Date.now() + limit
  let cause: unknown
  for (;;) {
    try {
      const found = await probe()
      if (found !== undefined && found !== false) return found
    } catch (error) {
      cause = error
    }
    if (Date.now() > end) break
    await sleep(PAUSE)
  }
  const last = seen === undefined ? '' : ` Last seen: ${JSON.stringify(seen())}`
  throw new Error(`Waited ${limit / 1000} s in vain for ${what}.${last}`, { cause })
}
