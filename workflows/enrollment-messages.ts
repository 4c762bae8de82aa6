import type { AccessGrant } from '../src/contracts/activities.js'
import type { Verdict } from '../src/domain/eligibility.js'
import type { CourseFacts } from '../src/domain/facts.js'
import { quoted } from '../src/domain/instructions/en.js'
import {
  instruct,
  say,
  sentencesOf,
  type Instructions,
  type Sentence,
} from '../src/domain/instructions/sentence.js'

/** The texts of the enrollment: log messages and instructions. */

const OUTCOMES = {
  eligible: 'Eligible.',
  not_eligible: 'Not eligible:',
  unknown: 'A fact is missing:',
} as const

export const verdictMessage = (verdict: Verdict): string =>
  `${OUTCOMES[verdict.outcome]} ${reasonsOf(verdict)}`.trim()

export function reviewInstructions(verdict: Verdict, moreRequested: boolean): Instructions {
  const reasons = verdict.reasons.map(
    ({ message, sentence }) => sentence ?? say('as_it_is', { text: message }),
  )
  if (moreRequested) return instruct(say('waiting_for_more'), ...reasons)
  return verdict.outcome === 'unknown'
    ? instruct(say('fact_missing'), ...reasons, say('complete_or_decide'))
    : instruct(say('not_eligible'), ...reasons, say('approve_despite_rules'))
}

const reasonsOf = (verdict: Verdict) => verdict.reasons.map((reason) => reason.message).join(' ')

/** `"Course A", "Course B"` */
export const namesOf = (courses: readonly Pick<CourseFacts, 'name'>[]): string =>
  quoted(courses.map(({ name }) => name))

export const refusalSentences = (course: CourseFacts, grant: AccessGrant | undefined): readonly Sentence[] =>
  grant?.granted === false ? sentencesOf(grant) : [say('access_not_reported', { course: course.name })]

/** The first step of a student who was in training before. */
export const adoptionMessage = (begun: readonly Pick<CourseFacts, 'name'>[]): string =>
  begun.length === 0
    ? 'Adopted: Odoo shows no course that the student has begun.'
    : `Adopted in training: ${namesOf(begun)}.`
