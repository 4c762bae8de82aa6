import type { AccessGrant } from '../src/contracts/activities.js'
import { sentencesOfReasons, type Verdict } from '../src/domain/eligibility.js'
import type { CourseFacts } from '../src/domain/facts.js'
import {
  instruct,
  say,
  sentencesOf,
  type Instructions,
  type Sentence,
} from '../src/domain/sentences/sentence.js'

/** What the enrollment says: messages of steps, and instructions. */

const OUTCOMES = {
  eligible: say('eligible'),
  not_eligible: say('not_eligible'),
  unknown: say('fact_missing'),
} as const

export const verdictMessage = (verdict: Verdict): readonly Sentence[] => [
  OUTCOMES[verdict.outcome],
  ...sentencesOfReasons(verdict),
]

export function reviewInstructions(verdict: Verdict, moreRequested: boolean): Instructions {
  const reasons = sentencesOfReasons(verdict)
  if (moreRequested) return instruct(say('waiting_for_more'), ...reasons)
  return verdict.outcome === 'unknown'
    ? instruct(say('fact_missing'), ...reasons, say('complete_or_decide'))
    : instruct(say('not_eligible'), ...reasons, say('approve_despite_rules'))
}

export const titlesOf = (courses: readonly Pick<CourseFacts, 'name'>[]): string[] =>
  courses.map(({ name }) => name)

export const refusalSentences = (course: CourseFacts, grant: AccessGrant | undefined): readonly Sentence[] =>
  grant?.granted === false ? sentencesOf(grant) : [say('access_not_reported', { course: course.name })]

/** The first step of a student who was in training before. */
export const adoptionMessage = (begun: readonly Pick<CourseFacts, 'name'>[]): Sentence =>
  begun.length === 0
    ? say('adopted_without_course')
    : say('adopted_in_training', { courses: titlesOf(begun) })
