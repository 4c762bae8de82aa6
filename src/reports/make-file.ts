import { dayIn } from '../domain/calendar.js'
import type { ReportFormat } from '../domain/reports.js'
import { csvFile } from './csv-file.js'
import type { Heading } from './heading.js'
import type { Cell, Column, FileReader } from './report.js'
import { shownTitles } from './shown-cells.js'
import { threadedFile } from './threaded-file.js'
import { turns } from './turns.js'

export interface MadeFile {
  readonly content: Buffer
  readonly contentType: string
  readonly fileName: string
}

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

export interface FileRequest {
  /** Name of the file, without the day and the extension. */
  readonly name: string
  readonly format: ReportFormat
  readonly columns: readonly Column[]
  readonly filter: FileReader
  /** What a file says about itself. Not asked for by CSV, which has no place for it. */
  readonly heading: () => Promise<Heading>
}

/** Two at the same time: each takes a connection, memory and a processor. */
const inTurn = turns(2)

/**
 * Makes a file of the rows that `read` hands over, page by page. All are read before anything is
 * sent, so that a slow reader does not keep a database connection, and a failure is not half a
 * file.
 */
export const makeFile = (
  { name, format, columns, filter, heading }: FileRequest,
  read: (add: (page: readonly (readonly Cell[])[]) => void) => Promise<unknown>,
): Promise<MadeFile> =>
  inTurn(async () => {
    const file =
      format === 'csv'
        ? csvFile(columns, filter)
        : threadedFile({
            format,
            columns,
            titles: shownTitles(columns, filter),
            filter,
            heading: await heading(),
          })
    try {
      await read((page) => file.add(page))
      return {
        content: await file.end(),
        contentType: CONTENT_TYPES[format],
        fileName: `${name}-${dayIn(filter.timeZone, filter.asOf)}.${format}`,
      }
    } finally {
      await file.discard()
    }
  })
