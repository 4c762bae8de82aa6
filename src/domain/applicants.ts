import type { ProgramStatus } from './facts.js'
import type { Applicants, ProgramPolicy } from './policy.js'

/**
 * States in which a student applies automatically unless the policy says otherwise. Not those who
 * are finished (`completed`, `certified`) or rejected, and no state that another app has added.
 */
const APPLICANT_STATES: readonly string[] = [
  'draft',
  'eligible',
  'assigned',
  'contacted',
  'enrolled',
  'in_progress',
]

export interface Applicant {
  readonly state: string
  /** Whether the suite's own rules let the student in. */
  readonly passesSuiteRules: boolean
  /** Whether any application of the student has ended. */
  readonly hadApplication: boolean
}

/**
 * Whether the student's state lets them apply automatically. The suite rejects everyone who fails
 * its rules when their record is created, before a person has seen it. Such a newcomer still gets
 * the review that the chart asks for. Every other rejection is a person's, and stands.
 */
export function maySelfApply(
  { state, passesSuiteRules, hadApplication }: Applicant,
  applicantStates: readonly string[] | undefined,
): boolean {
  if (applicantStates !== undefined) return applicantStates.includes(state)
  if (state === 'rejected') return !passesSuiteRules && !hadApplication
  return APPLICANT_STATES.includes(state)
}

/** States in which a student may apply to a program with this policy. */
export const statesThatMayApply = ({ applicantStates }: Pick<ProgramPolicy, 'applicantStates'>) =>
  applicantStates ?? [...APPLICANT_STATES, 'rejected']

/** A program as its applicants see it. */
export interface OfferedProgram {
  readonly programId: number
  readonly status: ProgramStatus
  readonly applicants: Applicants
}

/**
 * The programs that a student applies to automatically: the program of the preferred course
 * integration, or without one each active program that is open to `all`. A program that is not
 * active accepts nobody. Whether an application begins by itself is decided by the intake.
 */
export function programsOf(
  preferred: { readonly programId: number | null } | null,
  programs: readonly OfferedProgram[],
): number[] {
  const open = programs.filter((program) => program.status === 'active')
  if (preferred !== null) {
    return open
      .filter((program) => program.programId === preferred.programId)
      .map(({ programId }) => programId)
  }
  return open.filter((program) => program.applicants === 'all').map(({ programId }) => programId)
}
