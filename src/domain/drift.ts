/**
 * A difference between a row of Odoo and what we remember of it, that neither a webhook nor the
 * sweep has noticed. The list is closed: every difference is one of these.
 */
export const DRIFT_CLASSES = [
  /** Odoo has a row of a student that we do not know. */
  'missing',
  /** We have numbers of a tracker that Odoo does not have. */
  'extra',
  /** Odoo has other values. */
  'stale',
  /** We know a row that Odoo no longer has. */
  'deleted',
  /** The contact was merged into another: the row belongs to that one now. */
  'merged_contact',
  /** The learner has left, or failed the last attempt of a certification. */
  'archived_membership',
  /** A student has two trackers in one course. */
  'duplicate_tracker',
  /** A certificate is issued, but nothing brings its application to an end. */
  'certificate_without_workflow',
  /** An application is open whose student no longer exists. */
  'workflow_without_student',
  /** Somebody has moved a status back behind what a workflow wrote. */
  'status_set_by_hand',
] as const
export type DriftClass = (typeof DRIFT_CLASSES)[number]

/**
 * `reread`: the student is read again, and what follows is decided as always. `forget`: our own
 * rows are removed. `restart`: a lost workflow is started again. `person`: only a person can put it
 * right; the student's workflow opens the task.
 */
export const DRIFT_ACTIONS = ['reread', 'forget', 'restart', 'person'] as const
export type DriftAction = (typeof DRIFT_ACTIONS)[number]

/**
 * `found`: nothing is done yet. `noticed`: the student is in the queue. `repaired`: they were read
 * again. `handed_over`: a person has a task.
 */
export const DRIFT_STATES = ['found', 'noticed', 'repaired', 'handed_over'] as const
export type DriftState = (typeof DRIFT_STATES)[number]

const ACTIONS: Readonly<Record<DriftClass, DriftAction>> = {
  missing: 'reread',
  extra: 'forget',
  stale: 'reread',
  deleted: 'reread',
  merged_contact: 'reread',
  archived_membership: 'reread',
  duplicate_tracker: 'person',
  certificate_without_workflow: 'restart',
  workflow_without_student: 'person',
  status_set_by_hand: 'reread',
}

export const actionFor = (drift: DriftClass): DriftAction => ACTIONS[drift]

/** What is known about one row when both sides are compared. */
export interface RowEvidence {
  readonly of: 'student' | 'membership' | 'other'
  /** Whether we remember the row. */
  readonly isKnown: boolean
  /** Whether Odoo has it. */
  readonly isPresent: boolean
  /** Tracked fields with another value. */
  readonly fields: readonly string[]
  /** Whether a status is behind what a workflow wrote. */
  readonly isStatusBehind: boolean
  /** Of a membership: whether it is active in Odoo. */
  readonly isActive: boolean
  /** Of a student: whether they have a contact, and the one they had before no longer exists. */
  readonly hasReplacedContact: boolean
  /** Whether an application of the student is open. */
  readonly hasOpenRun: boolean
}

/** Returns the class of a difference; null: there is none that matters. */
export function classifyRow(row: RowEvidence): DriftClass | null {
  if (!row.isPresent) {
    if (!row.isKnown) return null
    return row.of === 'student' && row.hasOpenRun ? 'workflow_without_student' : 'deleted'
  }
  if (!row.isKnown) return 'missing'
  if (isOfMergedContact(row)) return 'merged_contact'
  if (row.of === 'membership' && row.fields.includes('active') && !row.isActive) return 'archived_membership'
  if (row.isStatusBehind) return 'status_set_by_hand'
  return row.fields.length > 0 ? 'stale' : null
}

/** Nothing but a merge gives a membership to another contact. */
const isOfMergedContact = ({ of, fields, hasReplacedContact }: RowEvidence) =>
  fields.includes('partner') && (of === 'membership' || (of === 'student' && hasReplacedContact))

/** How many students a repair may concern before it needs a person's confirmation. */
export interface Guard {
  /** Of the students that we know. */
  readonly percent: number
  /** Up to so many are never too many: a few per cent of a small center are one or two. */
  readonly always: number
}

export const isTooMuch = (
  students: { readonly concerned: number; readonly known: number },
  { percent, always }: Guard,
): boolean => students.concerned > always && students.concerned * 100 > percent * Math.max(1, students.known)

/** 1: every compared row was equal. */
export const accuracyOf = ({
  compared,
  mismatches,
}: {
  readonly compared: number
  readonly mismatches: number
}): number => (compared === 0 ? 1 : 1 - mismatches / compared)
