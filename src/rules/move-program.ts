import type { MovedRun } from '../store/move-run.js'
import { runsToMove } from '../store/runs-to-move.js'
import { moveToPolicy } from './move-to-policy.js'

type Target = Parameters<typeof moveToPolicy>[0]

export interface ProgramMove {
  readonly programId: number
  readonly to: number
  readonly by: string
  /** The dry run that the person has seen. Also makes the ids of the commands. */
  readonly dryRun: number
}

export type MoveCounts = Readonly<Record<MovedRun, number>>

/**
 * Moves the running applications of a program to a version of its policy, one after the other. Run
 * again after it was killed, it completes the move: those who were moved are told again, which
 * changes nothing.
 */
export async function moveProgram(
  target: Target,
  { programId, to, by, dryRun }: ProgramMove,
  onProgress: (done: number, of: number) => void,
): Promise<MoveCounts> {
  const runs = await runsToMove(target.store, { programId, to })
  const counts = { moved: 0, already: 0, ended: 0, changed: 0 }
  for (const [at, run] of runs.entries()) {
    const { policyVersion: from, studentId } = run
    const commandId = `policy-move-${dryRun}-${to}-${studentId}`
    counts[await moveToPolicy(target, run, { from, to, by, commandId })] += 1
    onProgress(at + 1, runs.length)
  }
  return counts
}
