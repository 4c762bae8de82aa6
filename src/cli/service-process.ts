/**
 * What a long-running process does for the launcher that started it. It reports when it is ready
 * and stops when it is told to. It also stops when the launcher is gone, even after kill -9: then
 * the channel between the two breaks.
 */
import { reportFailure } from './failure.js'

export interface Service {
  /** Ends the service's work. Called once. */
  stop(): Promise<void>
}

/** How long `stop` may take. Milliseconds; above the time that workers allow their activities. */
const STOP_LIMIT = 65_000

/** The same without a launcher. Interrupted work is found again at the next start. Milliseconds. */
const ORPHAN_LIMIT = 3_000

let running: Service | null = null
let stopping = false

/** Call it first: a process whose launcher is gone before it was ready has nothing to stop. */
export function endWithLauncher(): void {
  if (process.send) process.on('disconnect', () => end(1, ORPHAN_LIMIT))
}

/**
 * Installs the ways in which a service ends, then tells the launcher (if there is one) that the
 * service is ready. Returns a function that ends the process because it cannot continue; the
 * launcher then restarts it.
 */
export function runAsService(service: Service): (reason: string) => void {
  running = service
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
      reportFailure(error)
      process.exit(1)
    },
  )
}
