import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** How long a part may take to say that it is ready. Milliseconds; the machine may be busy. */
const READY_LIMIT = 60_000

/** Processes that tests have started and that must be gone at the end of the run. */
const running = new Set<ChildProcess>()

export const leftRunning = (): string[] =>
  [...running].map((child) => `${String(child.pid)} ${child.spawnargs.join(' ')}`)

/** Watches a process until it ends; `leftRunning` names it until then. */
export function watchProcess(child: ChildProcess): ChildProcess {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Starts one part of the product (`main.ts <args>`) as the launcher does, and waits until it is ready. Ends with this process. */
export async function startPart(args: string[], env: NodeJS.ProcessEnv = {}, prefix: string[] = []) {
  const [command = '', ...rest] = [...prefix, process.execPath, '--import', 'tsx', MAIN, ...args]
  const child = watchProcess(
    spawn(command, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${args[0] ?? ''} ended before it was ready`))),
    once(AbortSignal.timeout(READY_LIMIT), 'abort').then(() =>
      Promise.reject(new Error(`${args[0] ?? ''} was not ready in time`)),
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
