import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long a process may take to end before it is killed. Milliseconds. */
const END_TIMEOUT = 10_000

/** Returns the command line of a running process, or null when no process has this id. */
export function commandOf(pid: number): string | null {
  try {
    process.kill(pid, 0)
  } catch {
    return null
  }
  if (process.platform === 'linux') {
    try {
      // A zombie has an empty command line. It has ended; only its parent has not noticed.
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null
    } catch {
      return null
    }
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/**
 * Ends a process that an earlier start left behind. The system reuses process ids: the process is
 * touched only when its command line contains all of `marks`. Returns whether it was ours.
 */
export async function endOrphan(
  pid: number,
  marks: readonly string[],
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<boolean> {
  const isOurs = () => {
    const command = commandOf(pid)
    return command !== null && marks.every((mark) => command.includes(mark))
  }
  if (!isOurs()) return false
  process.kill(pid, signal)
  const giveUp = Date.now() + END_TIMEOUT
  while (isOurs() && Date.now() < giveUp) await sleep(50)
  if (isOurs()) process.kill(pid, 'SIGKILL')
  return true
}
