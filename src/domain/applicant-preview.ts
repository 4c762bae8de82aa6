import { isAutomatic } from './auto-enroll.js'
import { assessEligibility, sentencesOfReasons } from './eligibility.js'
import type { ApplicationFacts } from './facts.js'
import type { ProgramPolicy } from './policy.js'
import { say, type Sentence } from './sentences/sentence.js'

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
  readonly reasons: readonly Sentence[]
}

/** Chart 1 up to box E, without doing any of it. `mayApply`: whether their state lets them. */
export function previewApplicant(
  facts: ApplicationFacts,
  policy: ProgramPolicy,
  mayApply: boolean,
): ApplicantPreview {
  const { student, program, courses } = facts
  if (program.status !== 'active') return cannotApply(say('program_not_open', { status: program.status }))
  if (!mayApply) return cannotApply(say('state_not_open', { state: student.state }))
  if (facts.existingCertificate !== null) return cannotApply(say('already_certified'))
  const verdict = assessEligibility(facts, policy)
  if (verdict.outcome !== 'eligible') return { outcome: 'review', reasons: sentencesOfReasons(verdict) }
  if (courses.length === 0) return { outcome: 'review', reasons: [say('no_active_course')] }
  if (courses.some((course) => isAutomatic(student, course))) return { outcome: 'enroll', reasons: [] }
  const why = student.enrollmentType === 'manual' ? say('manual_enrollment') : say('no_automatic_course')
  return { outcome: 'agent', reasons: [why] }
}

const cannotApply = (reason: Sentence): ApplicantPreview => ({ outcome: 'cannot_apply', reasons: [reason] })
