import { defineSignal } from '@temporalio/workflow'
import type { MailKind } from './mail.js'
import { DECISIONS, type Decision } from './tasks.js'

/** One change for many students: preview, confirmation, run, and undo. */
export const BULK_KINDS = [
  'enroll',
  'withdraw',
  'pause',
  'resume',
  'extend',
  'resync',
  'decide_reviews',
  'enroll_by_agent',
  'resend_email',
  'override',
  'move_to_policy',
] as const
export type BulkKindName = (typeof BULK_KINDS)[number]

export const BULK_STATES = [
  'previewing',
  'previewed',
  'running',
  'paused',
  'cancelled',
  'completed',
  'undoing',
  'undo_paused',
  'undone',
  'failed',
] as const
export type BulkState = (typeof BULK_STATES)[number]

/**
 * What became of one student.
 * - `excluded`: the preview says that nothing would happen, and why.
 * - `changed`: left out, because something has changed since the preview.
 * - `skipped`: the operation was cancelled before.
 * - `kept`: undone, except for what people or learners did since.
 * - `undo_failed`: could not be undone; another undo tries again.
 */
export const BULK_OUTCOMES = [
  'pending',
  'excluded',
  'applying',
  'done',
  'changed',
  'failed',
  'skipped',
  'undoing',
  'undone',
  'kept',
  'undo_failed',
] as const
export type BulkOutcome = (typeof BULK_OUTCOMES)[number]

/** Whom an operation concerns. All conditions must hold. */
export interface BulkFilter {
  readonly programId: number
  readonly studentIds?: readonly number[]
  /** States of the student in Odoo. */
  readonly studentStates?: readonly string[]
  /** Odoo user to whom the student is assigned. */
  readonly agentId?: number
  /** Import that the student came with. Only the suite has imports. */
  readonly intakeBatchId?: number
  /** Stage of the application, as lists show it. */
  readonly stage?: string
  /** Kind of an open task. */
  readonly taskKind?: string
  /** Only the first so many students, by rising id, to whom something would happen. */
  readonly size?: number
}

/** What an operation does, as far as its kind leaves a choice. */
export interface BulkParameters {
  /** `enroll`: take over who is in training, leave out who has finished. */
  readonly adopt?: boolean
  /** `extend`: an ISO date, whose end in the center is meant, or an ISO instant. */
  readonly deadline?: string
  /** `extend`: by so many days from the present deadline, or from today if that has passed. */
  readonly days?: number
  /** `decide_reviews`. */
  readonly decision?: Decision
  /** `resend_email`. */
  readonly email?: ResendableMail
  /** `override`: the course to declare completed. */
  readonly courseIntegrationId?: number
  /** `enroll_by_agent`: only in these of the courses that wait. */
  readonly courseIntegrationIds?: readonly number[]
  /** `move_to_policy`: the version, and the dry run that shows what it changes. */
  readonly policyVersion?: number
  readonly dryRun?: number
}

/** Decisions that need no choice for each student. */
export const BULK_DECISIONS = DECISIONS.filter(
  (decision) => decision !== 'use_contact' && decision !== 'enroll',
)

/** Emails that a learner may need again. A reminder or milestone would be out of date. */
export const RESENDABLE_MAILS = [
  'welcome',
  'completion',
  'certificate',
] as const satisfies readonly MailKind[]
export type ResendableMail = (typeof RESENDABLE_MAILS)[number]

export const BULK_EFFECTS = [
  'application',
  'contact_created',
  'contact_linked',
  'membership',
  'tracker',
  'status',
  'email',
  'task',
  'pause',
  'resumption',
  'deadline',
  'reading',
  'decision',
  'completion',
  'certificate',
  'policy',
] as const
type BulkEffectName = (typeof BULK_EFFECTS)[number]

export interface BulkEffect {
  readonly effect: BulkEffectName
  readonly count: number
  readonly undoable: boolean
}

export interface BulkOperationInput {
  readonly operationId: number
}

export const bulkOperationId = ({ operationId }: BulkOperationInput) => `bulk-operation/${operationId}`

/** Somebody has changed the state of the operation in our database. */
export const bulkOperationChanged = defineSignal('bulkOperationChanged')

/** `wait`: until somebody changes the operation; `ended`: nothing is left to do. */
export type BulkProgress = 'more' | 'wait' | 'ended'
