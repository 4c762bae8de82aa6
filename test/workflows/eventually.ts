import { setTimeout } from 'node:timers/promises'

/** Milliseconds: far above what any step takes, so that only a wrong outcome runs into it. */
const LIMIT = 30_000
const PAUSE = 25

/** Asks again until `probe` gives something, and gives that; fails with what was last seen. Errors of the probe count as "not yet". */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  seen: () => unknown = () => undefined,
): Promise<T> {
  const until = Date.now() + LIMIT
  let last: unknown
  while (Date.now() < until) {
    try {
      const found = await probe()
      if (found !== undefined && found !== false) return found
    } catch (error) {
      last = error
    }
    await setTimeout(PAUSE)
  }
  throw new Error(`Not within ${String(LIMIT / 1000)} s: ${what}. Seen: ${JSON.stringify(seen())}`, {
    cause: last,
  })
}
