import type { Cell } from './report.js'

/** A file that grows by pages of rows. */
export interface ReportFile {
  add(page: readonly (readonly Cell[])[]): void
  /** Returns the whole file. */
  end(): Promise<Buffer>
  /** Must be called in the end, also after a failure. */
  discard(): Promise<void>
}
