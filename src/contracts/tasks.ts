import type { Instructions } from '../domain/sentences/sentence.js'

/**
 * What waits for a person. A workflow that cannot go on by itself opens exactly one task. The task
 * travels with its transitions into the read model, and so into `GET /v1/reviews`. Instructions
 * name no person: only what to do.
 */
export interface Task extends Instructions {
  readonly kind: TaskKind
  /** The decisions that this task accepts; empty: it closes once its cause is gone. */
  readonly decisions: readonly Decision[]
  /** ISO instants. */
  readonly since: string
  readonly deadline?: string
  /** How often a person was reminded, and whether the task was escalated. */
  readonly reminders: number
  readonly escalated: boolean
  /** Odoo ids the person may choose from (contacts, course integrations). */
  readonly choices?: readonly number[]
  /** Courses (course integrations) that wait for the agent; only for `enroll`. */
  readonly courseIntegrationIds?: readonly number[]
}

export const TASK_KINDS = [
  /** The student is not eligible, or a fact is missing (chart 1: manual review required). */
  'eligibility',
  /**
   * Several contacts could be the student, the one found is archived or belongs to another, or a
   * second contact learns with the student's mailbox.
   */
  'identity',
  /** The student's record may be about another person than the application. */
  'person',
  /** Courses that an agent enrolls by hand (chart 1: agent reviews and enrolls). */
  'enroll',
  /** Only a change of data or rights can fix it. */
  'problem',
  /** The student's address does not work. */
  'address',
  /** Certificate requirements are not met (chart 3: flag for review). */
  'certificate',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

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
  'record_again',
  'wait',
  'decline',
  'same_person',
  'another_person',
  'end',
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
  'same_person',
  'another_person',
  'end',
]
