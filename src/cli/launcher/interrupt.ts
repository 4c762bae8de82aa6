/** How often the launcher checks that npm, which started it, still runs. Milliseconds. */
const PARENT_INTERVAL = 1_000

/**
 * npm passes on a Ctrl-C that the terminal has sent already: one press arrives twice. Milliseconds.
 */
const SAME_PRESS = 500

/**
 * How a person ends a start. The first Ctrl-C ends everything in order, the second one at once.
 * When npm is killed in a way that it cannot pass on (kill -9), the launcher ends, too: nobody
 * could stop it any more by stopping what they started.
 */
export function onInterrupt(
  log: (line: string) => void,
  how: { stop: () => void; force: () => Promise<void> },
): void {
  let presses = 0
  let lastAt = 0
  const interrupted = () => {
    if (Date.now() - lastAt < SAME_PRESS) return
    lastAt = Date.now()
    presses += 1
    if (presses === 1) {
      log('stopping everything (press Ctrl-C again to stop at once)')
      how.stop()
    } else if (presses === 2) {
      void how.force().then(() => process.exit(1))
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted)
  if (process.env['npm_lifecycle_event'] === 'start') {
    const npm = process.ppid
    setInterval(() => {
      if (process.ppid !== npm && presses === 0) interrupted()
    }, PARENT_INTERVAL).unref()
  }
}
