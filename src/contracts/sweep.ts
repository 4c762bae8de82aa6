/** The scheduled workflow that finds what has changed in Odoo. */
export interface SweepInput {
  /** Students a page: a handful of calls to Odoo, and well below a heartbeat (SWEEP_PAGE_SIZE). */
  readonly pageSize: number
}

export interface SweepResult {
  readonly pages: number
  readonly students: number
  readonly written: number
  readonly notified: number
  /** Records that cannot be read; the same one may count more than once. */
  readonly setAside?: number
}
