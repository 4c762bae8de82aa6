/** Identifies what a row of Odoo contained when it was last read. */
export interface RowVersion {
  readonly model: string
  readonly recordId: number
  /** ISO instant. */
  readonly writeDate: string | null
  /** Hash of the tracked fields. */
  readonly hash: string
  /** null: a row of the configuration. There are few of those, so they are compared one by one. */
  readonly summary: RowSummary | null
}

/**
 * What a row adds to the aggregates that reconciliation compares. Odoo computes the same ones over
 * its rows, so many rows are compared at once.
 */
export interface RowSummary {
  /** Values of the fields that rows are grouped by, as JSON. */
  readonly group: string
  /** Values of the fields that are summed, in the order of the tracked fields. */
  readonly figures: readonly number[]
  /** A checksum of each compared field, to tell which one differs. Signed 32-bit integers. */
  readonly checksums: readonly number[]
}
