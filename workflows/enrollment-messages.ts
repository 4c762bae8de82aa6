import type { AccessGrant } from '../src/contracts/activities.js'
import type { Verdict } from '../src/domain/eligibility.js'
import type { CourseFacts } from '../src/domain/facts.js'

/** The texts of the enrollment: log messages and instructions. */

const OUTCOMES = {
  eligible: 'Eligible.',
  not_eligible: 'Not eligible:',
  unknown: 'A fact is missing:',
} as const

export const verdictMessage = (verdict: Verdict): string =>
  `${OUTCOMES[verdict.outcome]} ${reasonsOf(verdict)}`.trim()

export function reviewInstructions(verdict: Verdict, moreRequested: boolean): string {
  if (moreRequested) return `Waiting for more information. ${reasonsOf(verdict)}`
  return verdict.outcome === 'unknown'
    ? `${verdictMessage(verdict)} Complete the record in Odoo, and the student is assessed again automatically; or approve, reject, or ask for more.`
    : `${verdictMessage(verdict)} Approve despite the rules, reject, or ask for more.`
}

const reasonsOf = (verdict: Verdict) => verdict.reasons.map((reason) => reason.message).join(' ')

/** `"Course A", "Course B"` */
export const namesOf = (courses: readonly Pick<CourseFacts, 'name'>[]): string =>
  courses.map(({ name }) => `"${name}"`).join(', ')

export const refusalInstructions = (course: CourseFacts, grant: AccessGrant | undefined): string =>
  grant?.granted === false
    ? grant.instructions
    : `Odoo did not report on the course "${course.name}". Check its access in Odoo, then choose "retry".`

/** The first step of a student who was in training before. */
export const adoptionMessage = (begun: readonly Pick<CourseFacts, 'name'>[]): string =>
  begun.length === 0
    ? 'Adopted: Odoo shows no course that the student has begun.'
    : `Adopted in training: ${namesOf(begun)}.`
