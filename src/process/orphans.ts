import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long a process may take to obey before it is ended the hard way. Milliseconds. */
const PATIENCE = 10_000

/** The command line of a running process, or null when there is none with this id. */
export function commandOf(pid: number): string | null {
  try {
    process.kill(pid, 0)
  } catch {
    return null
  }
  if (process.platform === 'linux') {
    try {
      // A zombie has an empty command line: it is gone, only its parent has not asked yet.
      return (
        readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
          .replaceAll('\0', ' ')
          .trim() || null
      )
    } catch {
      return null
    }
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/**
 * Ends a process that an earlier start left behind. A process id alone proves nothing, since the system gives it out again:
 * the process is touched only when its command line contains every one of `marks`.
 */
export async function endOrphan(
  pid: number,
  marks: readonly string[],
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<boolean> {
  const isIt = () => {
    const command = commandOf(pid)
    return command !== null && marks.every((mark) => command.includes(mark))
  }
  if (!isIt()) return false
  process.kill(pid, signal)
  const giveUp = Date.now() + PATIENCE
  while (isIt() && Date.now() < giveUp) await sleep(50)
  if (isIt()) process.kill(pid, 'SIGKILL')
  return true
}
