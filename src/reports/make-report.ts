import { PDF_ROWS, type ReportFormat, type ReportName, SPREADSHEET_ROWS } from '../domain/reports.js'
import type { Store } from '../store/store.js'
import { ALL_REPORTS } from './all-reports.js'
import { headingOf } from './heading.js'
import { makeFile, type MadeFile } from './make-file.js'
import type { ProgramNames } from './named-cells.js'
import { readReport } from './read-report.js'
import type { ReportFilter } from './report.js'

export interface ReportSources {
  readonly store: Store
  readonly programNames: ProgramNames
  readonly organization: { readonly name: string; readonly nameArabic: string }
}

/** Makes the file of a report. Throws `TooManyRows`. */
export function makeReport(
  sources: ReportSources,
  { name, format, filter }: { name: ReportName; format: ReportFormat; filter: ReportFilter },
): Promise<MadeFile> {
  const report = ALL_REPORTS[name]
  const columns = report.columns(filter)
  const heading = () => headingOf(sources, name, filter)
  const reading = {
    ...sources,
    limit: format === 'pdf' ? PDF_ROWS : SPREADSHEET_ROWS,
    beyond: 'refuse' as const,
  }
  return makeFile({ name, format, columns, filter, heading }, (add) =>
    readReport(report, filter, reading, add),
  )
}
