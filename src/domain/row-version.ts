/** Identifies what a row of Odoo contained when it was last read. */
export interface RowVersion {
  readonly model: string
  readonly recordId: number
  /** ISO instant. */
  readonly writeDate: string | null
  /** Hash of the tracked fields. */
  readonly hash: string
}
