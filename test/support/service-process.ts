import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** How long a part may take to say that it is ready. Milliseconds; the machine may be busy. */
const READY_LIMIT = 60_000

/** Processes that tests have started and that must be gone at the end of the run. */
const running = new Set<ChildProcess>()

/** Why no process may be started; null: it may. */
let forbidden: string | null = null

/** From now on, `startPart` and `watchProcess` throw an error with this message. */
export function forbidProcesses(reason: string): void {
  forbidden = reason
}

export const leftRunning = (): string[] =>
  [...running].map((child) => `${String(child.pid)} ${child.spawnargs.join(' ')}`)

/** Watches a process until it ends; `leftRunning` names it until then. */
export function watchProcess(child: ChildProcess): ChildProcess {
  if (forbidden !== null) {
    child.kill('SIGKILL')
    throw new Error(forbidden)
  }
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/**
 * Starts one part of the product (`main.ts <args>`) as the launcher does, and waits until it is
 * ready. The part ends with this process.
 */
export async function startPart(args: string[], env: NodeJS.ProcessEnv = {}, prefix: string[] = []) {
  if (forbidden !== null) throw new Error(forbidden)
  const [command = '', ...rest] = [...prefix, process.execPath, '--import', 'tsx', MAIN, ...args]
  const child = watchProcess(
    spawn(command, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
  const name = args[0] ?? ''
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it was ready`))),
    once(AbortSignal.timeout(READY_LIMIT), 'abort').then(() =>
      Promise.reject(new Error(`${name} was not ready within ${READY_LIMIT / 1000} s`)),
    ),
  ])
  return child
}

/** Ends a process that `startPart` started, and waits until it has ended. */
export async function stopPart(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
