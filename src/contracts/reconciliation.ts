/** The workflow that compares all rows of Odoo with what we remember of them. */

/** One at a time. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** The run that its caller has registered. Absent: the schedule's, which registers itself. */
  readonly runId?: number
  /** Finds and reports drift, but changes nothing. */
  readonly dryRun: boolean
  /** A person lets a run that was stopped repair what it has found. */
  readonly confirmed?: true
  /** Of the pages that read students again. */
  readonly pageSize: number
  readonly parallelPages: number
}

/** `stopped`: it would have repaired too much at once, and waits for a person. */
export const RECONCILIATION_STATES = ['running', 'stopped', 'completed', 'failed'] as const
export type ReconciliationState = (typeof RECONCILIATION_STATES)[number]

export interface ReconciliationResult {
  readonly runId: number
  readonly state: ReconciliationState
  /** Rows and registers that differ. */
  readonly drift: number
}
