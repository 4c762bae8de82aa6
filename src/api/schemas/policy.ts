import Type from 'typebox'
import { APPLICANTS, type PolicyDocument } from '../../domain/policy.js'
import { FreeText, StrictObject, NamedObject, Nullable } from './common.js'

const Days = Type.Integer({ minimum: 1, maximum: 3650 })
const Share = Type.Number({ minimum: 0, maximum: 1 })
const Age = Nullable(Type.Integer({ minimum: 0, maximum: 150 }))
const Key = Type.String({ minLength: 1, maxLength: 100 })

const members = {
  applicants: Type.Enum([...APPLICANTS], {
    description: '`preferring`: only students who prefer a course of the program apply automatically',
  }),
  applicantStates: Type.Optional(
    Type.Array(Key, {
      description:
        'States of a student in which they apply automatically. Absent: nobody who is finished or rejected',
    }),
  ),
  eligibility: StrictObject({
    minAge: Age,
    maxAge: Age,
    englishLevels: Nullable(Type.Array(Key)),
    requiresPriorCertificate: Type.Boolean(),
    documents: Type.Array(Key),
  }),
  review: StrictObject({ remindAfterDays: Days, escalateAfterDays: Days, deadlineDays: Days }),
  weights: StrictObject({ elearning: Share, sessions: Share, homework: Share, assessments: Share }),
  training: StrictObject({
    milestones: Type.Array(Type.Integer({ minimum: 1, maximum: 100 })),
    signInReminders: Type.Optional(
      Type.Array(Days, {
        maxItems: 10,
        description:
          'Days after which a learner is reminded who has never signed in to Odoo, rising. Absent: after 3 and 10',
      }),
    ),
    remindAfterDays: Days,
    maxReminders: Type.Integer({ minimum: 0, maximum: 100 }),
    stalledAfterDays: Days,
    deadlineWeeks: Nullable(Type.Integer({ minimum: 1, maximum: 520 })),
  }),
  certificate: StrictObject({
    requireMinElearning: Type.Boolean(),
    validMonths: Nullable(Type.Integer({ minimum: 1, maximum: 1200 })),
    review: StrictObject({ remindAfterDays: Days, escalateAfterDays: Days }),
  }),
}

export const PolicyBody = NamedObject(
  'PolicyDocument',
  members,
  'The rules of a program that Odoo has no fields for',
)
export const Policy = NamedObject('Policy', {
  version: Type.Integer({ description: '0: the default policy; no other was written' }),
  ...members,
})

const Version = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const PolicyMoveBody = NamedObject('PolicyMove', {
  version: Version,
  dryRun: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Of the policy of that version' }),
  reason: FreeText,
})
export const PolicyMoved = NamedObject('PolicyMoved', {
  from: Version,
  to: Version,
  moved: Type.Boolean({ description: 'false: the application was under that version already' }),
})

/** Returns the contradictions that a schema cannot express. */
export function contradictions(policy: PolicyDocument): { pointer: string; detail: string }[] {
  const { eligibility, weights, review, certificate } = policy
  const found = []
  if (eligibility.minAge !== null && eligibility.maxAge !== null && eligibility.minAge > eligibility.maxAge)
    found.push({ pointer: '/eligibility/maxAge', detail: 'must not be below minAge' })
  if (Object.values(weights).every((weight) => weight === 0))
    found.push({ pointer: '/weights', detail: 'must not all be 0' })
  if (review.escalateAfterDays < review.remindAfterDays)
    found.push({ pointer: '/review/escalateAfterDays', detail: 'must not be below remindAfterDays' })
  if (review.deadlineDays < review.escalateAfterDays)
    found.push({ pointer: '/review/deadlineDays', detail: 'must not be below escalateAfterDays' })
  if (certificate.review.escalateAfterDays < certificate.review.remindAfterDays)
    found.push({
      pointer: '/certificate/review/escalateAfterDays',
      detail: 'must not be below remindAfterDays',
    })
  const { signInReminders = [] } = policy.training
  if (signInReminders.some((days, index) => days <= (signInReminders[index - 1] ?? 0)))
    found.push({ pointer: '/training/signInReminders', detail: 'must rise' })
  return found
}
