import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between attempts: quick at first, since at a common start the others need only a second or two. */
const PAUSES = [250, 500, 1000, 2000, 5000]

/** One line for so many milliseconds of waiting. */
const LINE_INTERVAL = 15_000

/**
 * Tries until it succeeds: a process that is started before the systems it needs waits for them instead of dying.
 * Says so now and then; the reason goes into the line, so `attempt` must fail with words that name no person.
 */
export async function untilUp<T>(
  what: string,
  attempt: () => Promise<T>,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<T> {
  let lastLine = Date.now()
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() - lastLine > LINE_INTERVAL || count === 3) {
        lastLine = Date.now()
        say(`Waiting for ${what}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    await sleep(PAUSES[Math.min(count, PAUSES.length - 1)], undefined, signal ? { signal } : {})
  }
}
