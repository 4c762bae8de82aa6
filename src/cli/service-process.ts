/**
 * The side of a part: what a process does that the launcher started. A part tells when it is ready, ends when it is told to, and
 * ends by itself when the launcher is gone, even by kill -9: then the channel between them breaks.
 */
export interface ServiceProcess {
  /** Ends the part's work. Called once. */
  stop(): Promise<void>
}

/** How long `stop` may take before the process ends anyway. Milliseconds; above the worker's force time. */
const STOP_LIMIT = 65_000

/** The same without a launcher: nobody waits, and what was under way is found again by the next start. */
const ORPHAN_LIMIT = 3_000

let running: ServiceProcess | null = null
let stopping = false

/** From the first moment on: a part whose launcher is gone before it was ready has nothing to stop. */
export function endWithLauncher(): void {
  if (process.send) process.on('disconnect', () => end(1, ORPHAN_LIMIT))
}

/**
 * Installs the ways a part ends, then tells the launcher (if there is one) that the part is ready.
 * Answers with a function that ends the part because it cannot go on; the launcher then starts it anew.
 */
export function runAsService(part: ServiceProcess): (reason: string) => void {
  running = part
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0, STOP_LIMIT))
  if (process.connected) process.send?.('ready')
  return (reason) => {
    if (!stopping) console.error(reason)
    end(1, STOP_LIMIT)
  }
}

function end(code: number, limit: number): void {
  setTimeout(() => process.exit(1), limit).unref()
  if (stopping) return
  stopping = true
  const stopped = running ? running.stop() : Promise.resolve()
  stopped.then(
    () => process.exit(code),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}
