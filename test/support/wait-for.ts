import { setTimeout as sleep } from 'node:timers/promises'

/** Far above what any step takes, so that only a wrong outcome runs into it. Milliseconds. */
const LIMIT = 60_000

/** The pause between two probes grows from the first to the second. Milliseconds. */
const FIRST_PAUSE = 10
const LONGEST_PAUSE = 200
const GROWTH = 1.5

type Probe<T> = () => Promise<T | undefined | false> | T | undefined | false

interface Options {
  /** Milliseconds. */
  readonly limit?: number
  /** What the message of the error shows when the time is over. */
  readonly seen?: () => unknown
}

/**
 * Calls `probe` until it returns something other than undefined and false, and returns that. An
 * error of the probe counts as "not yet". `what` says in the error message what was waited for.
 */
export async function waitFor<T>(
  what: string,
  probe: Probe<T>,
  { limit = LIMIT, seen }: Options = {},
): Promise<T> {
  const end = Date.now() + limit
  let cause: unknown
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
    try {
      const found = await probe()
      if (found !== undefined && found !== false) return found
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (Date.now() >= end) break
    await sleep(pause)
  }
  const last = seen ? ` Last seen: ${JSON.stringify(seen())}` : ''
  throw new Error(`Waited ${limit / 1000} s in vain for this: ${what}.${last}`, { cause })
}
