import type { ApplicationFacts } from './facts.js'
import type { EnrollmentPolicy } from './policy.js'

/**
 * Chart 1, box B: is the student eligible? Three-valued, because a missing fact is not a no. Both
 * `not_eligible` and `unknown` take the chart's "No" branch to a person, with different
 * instructions.
 */
export interface Verdict {
  readonly outcome: 'eligible' | 'not_eligible' | 'unknown'
  readonly reasons: readonly Reason[]
  /** The policy and facts of the verdict, so that it can always be explained. */
  readonly policyVersion: number
  readonly factsVersion: string
  readonly inputs: Readonly<Record<string, unknown>>
}

interface Reason {
  readonly criterion: 'age' | 'english_level' | 'prior_certificate' | 'document'
  /** `fails` the rule, or is `missing`. */
  readonly kind: 'fails' | 'missing'
  readonly message: string
}

export function assessEligibility(facts: ApplicationFacts, policy: EnrollmentPolicy): Verdict {
  const reasons = [
    ...assessAge(facts, policy),
    ...assessEnglish(facts, policy),
    ...assessPriorCertificate(facts, policy),
    ...assessDocuments(facts, policy),
  ]
  return {
    outcome: reasons.some((reason) => reason.kind === 'fails')
      ? 'not_eligible'
      : reasons.length > 0
        ? 'unknown'
        : 'eligible',
    reasons,
    policyVersion: policy.version,
    factsVersion: facts.version,
    inputs: {
      age: facts.student.age,
      englishLevel: facts.student.englishLevel,
      hasCertificate: facts.student.hasCertificate,
      documents: facts.student.documents,
    },
  }
}

function assessAge({ student }: ApplicationFacts, { eligibility }: EnrollmentPolicy): Reason[] {
  const { minAge, maxAge } = eligibility
  if (minAge === null && maxAge === null) return []
  if (student.age === null) {
    const message =
      student.birthDate === 'implausible'
        ? 'The birth date is not a plausible birth date.'
        : 'The birth date is missing.'
    return [{ criterion: 'age', kind: 'missing', message }]
  }
  if ((minAge !== null && student.age < minAge) || (maxAge !== null && student.age > maxAge)) {
    const range = `${minAge ?? 'any age'} to ${maxAge ?? 'any age'}`
    return [{ criterion: 'age', kind: 'fails', message: `Age ${student.age} is outside ${range}.` }]
  }
  return []
}

/** Unlike in the suite, an empty level does not pass: nobody has said that it is enough. */
function assessEnglish({ student }: ApplicationFacts, { eligibility }: EnrollmentPolicy): Reason[] {
  const accepted = eligibility.englishLevels
  if (accepted === null) return []
  if (student.englishLevel === null) {
    return [{ criterion: 'english_level', kind: 'missing', message: 'The level of English is missing.' }]
  }
  if (!accepted.includes(student.englishLevel)) {
    const message = `Level of English "${student.englishLevel}" is not among: ${accepted.join(', ')}.`
    return [{ criterion: 'english_level', kind: 'fails', message }]
  }
  return []
}

function assessPriorCertificate({ student }: ApplicationFacts, { eligibility }: EnrollmentPolicy): Reason[] {
  if (!eligibility.requiresPriorCertificate || student.hasCertificate) return []
  return [{ criterion: 'prior_certificate', kind: 'fails', message: 'There is no prior certificate.' }]
}

/**
 * Every mandatory request must be approved, and every type that the policy names must have an
 * approved one.
 */
function assessDocuments({ student }: ApplicationFacts, { eligibility }: EnrollmentPolicy): Reason[] {
  const approved = new Set(student.documents.filter(isApproved).map((document) => document.type))
  const mandatory = student.documents
    .filter((document) => document.mandatory)
    .map((document) => document.type)
  const wanted = new Set([...mandatory, ...eligibility.documents])
  return [...wanted]
    .filter((type) => !approved.has(type))
    .map((type): Reason => {
      const last = student.documents.filter((document) => document.type === type).at(-1)
      const failed = last?.state === 'rejected' || last?.state === 'expired'
      const message = last
        ? `Document "${type}" is ${last.state}, not approved.`
        : `Document "${type}" has not been requested yet.`
      return { criterion: 'document', kind: failed ? 'fails' : 'missing', message }
    })
}

const isApproved = (document: { readonly state: string }) => document.state === 'approved'
