/**
 * The side of a part: what a process does that the launcher started. A part tells when it is ready, ends when it is told to, and
 * ends by itself when the launcher is gone, even by kill -9: then the channel between them breaks.
 */
export interface Part {
  /** Ends the part's work. Called once. */
  stop(): Promise<void>
}

/** How long `stop` may take before the process ends anyway. Milliseconds; above the worker's force time. */
const STOP_LIMIT = 65_000

/**
 * Installs the ways a part ends, then tells the launcher (if there is one) that the part is ready.
 * Answers with a function that ends the part because it cannot go on; the launcher then starts it anew.
 */
export function runAsPart(part: Part): (reason: string) => void {
  let stopping = false
  const end = (code: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), STOP_LIMIT).unref()
    part.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0))
  if (process.send) {
    process.on('disconnect', () => end(0))
    if (process.connected) process.send('ready')
    else end(0)
  }
  return (reason) => {
    if (!stopping) console.error(reason)
    end(1)
  }
}
