/** The scheduled workflow that finds what has changed in Odoo. */
export interface SweepInput {
  /** Students a page: a handful of calls to Odoo, and well below a heartbeat (SWEEP_PAGE_SIZE). */
  readonly pageSize: number
  /** Pages at the same time (SWEEP_PARALLEL_PAGES). */
  readonly parallelPages: number
  /** What the earlier runs of the same sweep have done. */
  readonly soFar?: SweepResult
}

export interface SweepResult {
  readonly pages: number
  readonly students: number
  readonly written: number
  readonly notified: number
  /** Records that cannot be read; the same one may count more than once. */
  readonly setAside: number
}
