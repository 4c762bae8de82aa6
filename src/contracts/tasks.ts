/**
 * What waits for a person. A workflow that cannot go on by itself opens exactly one task; the task travels with its
 * transitions into the read model, and so into `GET /v1/reviews`. Sentences name no person: only what to do.
 */
export interface Task {
  readonly kind: TaskKind
  /** One or more plain sentences: what is wrong, what to do. */
  readonly instructions: string
  /** The answers that this task accepts. */
  readonly decisions: readonly Decision[]
  /** ISO instants. */
  readonly since: string
  readonly deadline?: string
  /** How often a person was reminded, and whether the case was escalated. */
  readonly reminders: number
  readonly escalated: boolean
  /** Odoo ids the person may choose from (contacts, course integrations). */
  readonly choices?: readonly number[]
  /** Courses (course integrations) that wait for the agent; only for `enroll`. */
  readonly courseIntegrationIds?: readonly number[]
}

export type TaskKind =
  /** The eligibility rules say no, or a fact is missing (chart 1: manual review required). */
  | 'eligibility'
  /** Which contact is this student? Several, an archived one, or one that belongs to another student. */
  | 'identity'
  /** Courses that an agent enrolls by hand (chart 1: agent reviews and enrolls). */
  | 'enroll'
  /** Odoo refuses something that only a change of data or rights can mend. */
  | 'problem'
  /** The student's mail server refuses the address. */
  | 'address'
  /** Certificate requirements are not met (chart 3: flag for review). */
  | 'certificate'

/** The decisions that tasks offer; each task offers some of them. */
export const DECISIONS = [
  'approve',
  'reject',
  'ask_more',
  'use_contact',
  'create_contact',
  'enroll',
  'skip',
  'retry',
  'issue_anyway',
  'wait',
  'decline',
] as const
export type Decision = (typeof DECISIONS)[number]

/** Decisions that need a reason: they go against the rules or end the application. */
export const DECISIONS_WITH_REASON: readonly Decision[] = [
  'approve',
  'reject',
  'ask_more',
  'issue_anyway',
  'decline',
  'skip',
]
