import type { LIST_NAMES, ReportName, ReportNote } from '../domain/reports.js'
import type { ColumnId } from './report.js'

/** All texts of the reports in one language. */
export interface ReportTexts {
  readonly titles: Readonly<Record<ReportName, string>>
  /** One sentence on what the rows are. */
  readonly about: Readonly<Record<ReportName, string>>
  readonly columns: Readonly<Record<ColumnId, string>>
  readonly events: Readonly<Record<'comparison' | 'outage' | 'pause', string>>
  readonly eventStates: Readonly<Record<'over' | 'lasting', string>>
  readonly notes: Readonly<Record<ReportNote, string>>
  /** Titles of lists that are saved as files. */
  readonly lists: Readonly<Record<(typeof LIST_NAMES)[number], string>>
  readonly listAbout: string
  readonly filters: string
  /** Name of the sheet that says what a workbook is about. */
  readonly aboutSheet: string
  readonly asOf: string
  readonly program: string
  readonly agent: string
  readonly noAgent: string
  readonly from: string
  readonly to: string
  readonly rows: string
  readonly timeZone: string
  readonly page: string
  readonly of: string
  readonly empty: string
}
