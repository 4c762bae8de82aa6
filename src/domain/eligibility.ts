import type { ApplicationFacts } from './facts.js'
import { say, textOf, type Sentence } from './sentences/sentence.js'
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
  /** The message for readers of other languages. Absent: of an earlier version. */
  readonly sentence?: Sentence
}

const reason = (criterion: Reason['criterion'], kind: Reason['kind'], sentence: Sentence): Reason => ({
  criterion,
  kind,
  message: textOf(sentence),
  sentence,
})

/** Reasons of an earlier version are English only. */
export const sentencesOfReasons = ({ reasons }: Pick<Verdict, 'reasons'>): readonly Sentence[] =>
  reasons.map(({ message, sentence }) => sentence ?? say('as_it_is', { text: message }))

/** What of a student a verdict depends on. */
type Assessed = Pick<ApplicationFacts, 'student'>

/** Why a student is not eligible, or not known to be. Empty: eligible. */
export const reasonsAgainst = (facts: Assessed, policy: EnrollmentPolicy): Reason[] => [
  ...assessAge(facts, policy),
  ...assessEnglish(facts, policy),
  ...assessPriorCertificate(facts, policy),
  ...assessDocuments(facts, policy),
]

export function assessEligibility(facts: ApplicationFacts, policy: EnrollmentPolicy): Verdict {
  const reasons = reasonsAgainst(facts, policy)
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

function assessAge({ student }: Assessed, { eligibility }: EnrollmentPolicy): Reason[] {
  const { minAge, maxAge } = eligibility
  if (minAge === null && maxAge === null) return []
  if (student.age === null) {
    const key = student.birthDate === 'implausible' ? 'birth_date_implausible' : 'birth_date_missing'
    return [reason('age', 'missing', say(key))]
  }
  if ((minAge !== null && student.age < minAge) || (maxAge !== null && student.age > maxAge)) {
    return [reason('age', 'fails', say('age_outside', { age: student.age, min: minAge, max: maxAge }))]
  }
  return []
}

/** Unlike in the suite, an empty level does not pass: nobody has said that it is enough. */
function assessEnglish({ student }: Assessed, { eligibility }: EnrollmentPolicy): Reason[] {
  const accepted = eligibility.englishLevels
  if (accepted === null) return []
  if (student.englishLevel === null) {
    return [reason('english_level', 'missing', say('english_missing'))]
  }
  if (!accepted.includes(student.englishLevel)) {
    const sentence = say('english_not_accepted', { level: student.englishLevel, accepted })
    return [reason('english_level', 'fails', sentence)]
  }
  return []
}

function assessPriorCertificate({ student }: Assessed, { eligibility }: EnrollmentPolicy): Reason[] {
  if (!eligibility.requiresPriorCertificate || student.hasCertificate) return []
  return [reason('prior_certificate', 'fails', say('no_prior_certificate'))]
}

/**
 * Every mandatory request must be approved, and every type that the policy names must have an
 * approved one.
 */
function assessDocuments({ student }: Assessed, { eligibility }: EnrollmentPolicy): Reason[] {
  const approved = new Set(student.documents.filter(isApproved).map((document) => document.type))
  const mandatory = student.documents
    .filter((document) => document.mandatory)
    .map((document) => document.type)
  const wanted = new Set([...mandatory, ...eligibility.documents])
  return [...wanted]
    .filter((type) => !approved.has(type))
    .map((type) => {
      const last = student.documents.filter((document) => document.type === type).at(-1)
      const failed = last?.state === 'rejected' || last?.state === 'expired'
      const sentence = last
        ? say('document_not_approved', { type, state: last.state })
        : say('document_not_requested', { type })
      return reason('document', failed ? 'fails' : 'missing', sentence)
    })
}

const isApproved = (document: { readonly state: string }) => document.state === 'approved'
