import { isAutomatic } from './auto-enroll.js'
import { assessEligibility } from './eligibility.js'
import type { ApplicationFacts } from './facts.js'
import type { ProgramPolicy } from './policy.js'

/**
 * What would happen to an applicant if the intake were on.
 * - `enroll`: enrolled at once, at least in one course.
 * - `agent`: eligible, and an agent enrolls them.
 * - `review`: a person decides whether they are eligible.
 * - `cannot_apply`: nothing.
 */
export const APPLICANT_OUTCOMES = ['enroll', 'agent', 'review', 'cannot_apply'] as const
export type ApplicantOutcome = (typeof APPLICANT_OUTCOMES)[number]

export interface ApplicantPreview {
  readonly outcome: ApplicantOutcome
  /** Why not `enroll`. Sentences without personal names. */
  readonly reasons: readonly string[]
}

/** Chart 1 up to box E, without doing any of it. `mayApply`: whether their state lets them. */
export function previewApplicant(
  facts: ApplicationFacts,
  policy: ProgramPolicy,
  mayApply: boolean,
): ApplicantPreview {
  const { student, program, courses } = facts
  if (program.status !== 'active') return cannotApply(`The program is ${program.status}.`)
  if (!mayApply) return cannotApply(`The student’s state is “${student.state}”.`)
  if (facts.existingCertificate !== null)
    return cannotApply('Odoo already has a certificate of this program.')
  const verdict = assessEligibility(facts, policy)
  if (verdict.outcome !== 'eligible')
    return { outcome: 'review', reasons: verdict.reasons.map(({ message }) => message) }
  if (courses.length === 0) return { outcome: 'review', reasons: ['The program has no active course.'] }
  if (courses.some((course) => isAutomatic(student, course))) return { outcome: 'enroll', reasons: [] }
  const why =
    student.enrollmentType === 'manual'
      ? 'The student’s enrollment type is manual.'
      : 'No course of the program enrolls automatically.'
  return { outcome: 'agent', reasons: [why] }
}

const cannotApply = (reason: string): ApplicantPreview => ({ outcome: 'cannot_apply', reasons: [reason] })
