import type { PolicyDocument } from './policy.js'
import type { Sentence } from './sentences/sentence.js'

/** Other rules for a program that somebody considers. They are compared with the present ones. */
export interface ProposedRules {
  /** null: every student keeps the policy that they are under. */
  readonly policy: PolicyDocument | null
  /** Changes of course integrations as Odoo would have them. */
  readonly courses: readonly ProposedCourse[]
}

/** What is left out stays as it is in Odoo. Percentages as there. */
export interface ProposedCourse {
  readonly courseIntegrationId: number
  readonly completionThreshold?: number
  readonly minElearningProgress?: number
  readonly minSessionsRequired?: number
  readonly minHomeworkRequired?: number
  /** Whether the course is part of the program, as an active course integration is. */
  readonly included?: boolean
}

/** What other rules change for a student. */
export const RULE_CHANGES = [
  /** An applicant or a student in review. */
  'applies',
  'no_longer_applies',
  'becomes_eligible',
  'no_longer_eligible',
  'becomes_unknown',
  /** A student in training. */
  'course_complete',
  'course_incomplete',
  'milestone_reached',
  'certificate_due',
  'certificate_to_review',
  'certificate_not_due',
  'progress_changed',
] as const
export type RuleChangeKind = (typeof RULE_CHANGES)[number]

/** `applicant`: never applied so far; `enrolling`: waits for a verdict; `training`: is learning. */
export const CONCERNED = ['applicant', 'enrolling', 'training'] as const
export type Concerned = (typeof CONCERNED)[number]

/** One consequence for one student. Sentences without personal names. */
export interface RuleChange {
  readonly kind: RuleChangeKind
  /** null: it concerns the program as a whole. */
  readonly courseIntegrationId: number | null
  readonly before: string
  readonly after: string
  readonly reason: string
  /** What these are made from, for readers of other languages. Absent: of an earlier version. */
  readonly sentences?: RuleChangeSentences
}

export interface RuleChangeSentences {
  readonly before: Sentence
  readonly after: Sentence
  readonly reason: readonly Sentence[]
}

/** A member of a policy that differs. */
export interface SettingChange {
  /** Such as `eligibility.minAge`. */
  readonly setting: string
  readonly before: unknown
  readonly after: unknown
}

/** The members in which two policies differ, whoever is concerned. */
export function changedSettings(before: PolicyDocument, after: PolicyDocument): SettingChange[] {
  return differences('', before, after)
}

function differences(path: string, before: unknown, after: unknown): SettingChange[] {
  if (!isObject(before) || !isObject(after))
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ setting: path, before: before ?? null, after: after ?? null }]
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return members
    .filter((member) => path !== '' || member !== 'version')
    .flatMap((member) =>
      differences(path === '' ? member : `${path}.${member}`, before[member], after[member]),
    )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
