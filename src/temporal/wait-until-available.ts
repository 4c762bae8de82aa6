import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Milliseconds between attempts. Short at first: systems that start together need a second or two.
 */
const DELAYS = [250, 500, 1000, 2000, 5000]

/** Milliseconds between two log lines. */
const LINE_INTERVAL = 15_000

/**
 * Repeats `attempt` until it succeeds, so that a process can start before the systems it needs.
 * Logs the reason now and then: error messages of `attempt` must not name a person.
 */
export async function waitUntilAvailable<T>(
  what: string,
  attempt: () => Promise<T>,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<T> {
  let lastLine = Date.now()
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() - lastLine > LINE_INTERVAL || count === 3) {
        lastLine = Date.now()
        log(`Waiting for ${what}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    await sleep(DELAYS[Math.min(count, DELAYS.length - 1)], undefined, signal ? { signal } : {})
  }
}
