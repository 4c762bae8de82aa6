/** A program as intake sees it. */
export interface IntakeProgram {
  readonly programId: number
  readonly status: 'draft' | 'active' | 'archived'
  readonly intake: 'all' | 'manual'
}

/**
 * Which programs a student applies to by herself: the program of her preferred course integration; none set: each active
 * program whose intake is `all`. A program that is not active takes nobody.
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
