import type { ProgramStatus } from './facts.js'
import type { Intake } from './policy.js'

/** A program as intake sees it. */
export interface IntakeProgram {
  readonly programId: number
  readonly status: ProgramStatus
  readonly intake: Intake
}

/**
 * The programs that a student applies to automatically: the program of the preferred course
 * integration, or without one each active program whose intake is `all`. A program that is not
 * active accepts nobody.
 */
export function programsOf(
  preferred: { readonly programId: number | null } | null,
  programs: readonly IntakeProgram[],
): number[] {
  const open = programs.filter((program) => program.status === 'active')
  if (preferred !== null) {
    return open
      .filter((program) => program.programId === preferred.programId)
      .map(({ programId }) => programId)
  }
  return open.filter((program) => program.intake === 'all').map(({ programId }) => programId)
}
