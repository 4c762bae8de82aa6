import { defineSignal } from '@temporalio/workflow'

/** One change for many students: preview, confirmation, run, and undo. */
export const BULK_KINDS = ['enroll', 'withdraw'] as const
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
  /** Stage of the application, as lists show it. */
  readonly stage?: string
  /** Kind of the open task. */
  readonly taskKind?: string
}

export const BULK_EFFECTS = [
  'application',
  'contact_created',
  'contact_linked',
  'membership',
  'tracker',
  'status',
  'email',
  'task',
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
