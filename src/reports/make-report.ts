import { dayIn } from '../domain/calendar.js'
import { PDF_ROWS, type ReportFormat, type ReportName, SPREADSHEET_ROWS } from '../domain/reports.js'
import type { Store } from '../store/store.js'
import { ALL_REPORTS } from './all-reports.js'
import { csvFile } from './csv-file.js'
import { headingOf } from './heading.js'
import { type ProgramNames, readReport } from './read-report.js'
import type { ReportFilter } from './report.js'
import { shownTitles } from './shown-cells.js'
import { threadedFile } from './threaded-file.js'
import { turns } from './turns.js'

export interface MadeReport {
  readonly content: Buffer
  readonly contentType: string
  readonly fileName: string
}

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

export interface ReportSources {
  readonly store: Store
  readonly programNames: ProgramNames
  readonly organization: { readonly name: string; readonly nameArabic: string }
}

/** Two at the same time: each takes a connection, memory and a processor. */
const inTurn = turns(2)

/**
 * Makes the file of a report. The rows are read completely before anything is sent, so that a slow
 * reader does not keep a database connection, and a failure is not half a file. Throws
 * `TooManyRows`.
 */
export const makeReport = (
  sources: ReportSources,
  { name, format, filter }: { name: ReportName; format: ReportFormat; filter: ReportFilter },
): Promise<MadeReport> =>
  inTurn(async () => {
    const report = ALL_REPORTS[name]
    const columns = report.columns(filter)
    const titles = shownTitles(columns, filter)
    const file =
      format === 'csv'
        ? csvFile(columns, filter)
        : threadedFile({ format, columns, titles, filter, heading: await headingOf(sources, name, filter) })
    try {
      const reading = {
        ...sources,
        limit: format === 'pdf' ? PDF_ROWS : SPREADSHEET_ROWS,
        beyond: 'refuse' as const,
      }
      await readReport(report, filter, reading, (page) => file.add(page))
      return {
        content: await file.end(),
        contentType: CONTENT_TYPES[format],
        fileName: `${name}-${dayIn(filter.timeZone, filter.asOf)}.${format}`,
      }
    } finally {
      await file.discard()
    }
  })
