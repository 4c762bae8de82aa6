/** How often the launcher looks whether npm, which started it, is still there. Milliseconds. */
const PARENT_INTERVAL = 1_000

/** One Ctrl-C arrives twice when npm passes on what the terminal has sent already. Milliseconds. */
const SAME_PRESS = 500

/**
 * The ways a person ends a start. The first Ctrl-C ends in order; the second one at once. When npm is ended in a way that it cannot
 * pass on (kill -9), the launcher ends, too: nobody could stop it any more by stopping what she started.
 */
export function onInterrupt(
  say: (line: string) => void,
  how: { end: (reason?: string) => void; atOnce: () => Promise<void> },
): void {
  let asked = 0
  let lastAt = 0
  const interrupted = () => {
    if (Date.now() - lastAt < SAME_PRESS) return
    lastAt = Date.now()
    asked += 1
    if (asked === 1) {
      say('stopping everything (Ctrl-C again: at once)')
      how.end()
    } else if (asked === 2) {
      void how.atOnce().then(() => process.exit(1))
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted)
  if (process.env['npm_lifecycle_event'] === 'start') {
    const npm = process.ppid
    setInterval(() => {
      if (process.ppid !== npm && asked === 0) interrupted()
    }, PARENT_INTERVAL).unref()
  }
}
