import { BYTE_ORDER_MARK, csvLine } from '../domain/csv.js'
import type { ReportFile } from './report-file.js'
import type { Column, FileReader } from './report.js'
import { shownCells, shownTitles } from './shown-cells.js'

/** A CSV file in UTF-8: the titles of the columns, then the rows. */
export function csvFile(columns: readonly Column[], filter: FileReader): ReportFile {
  const shown = shownCells(columns, filter)
  const parts = [Buffer.from(BYTE_ORDER_MARK + csvLine(shownTitles(columns, filter)))]
  return {
    add: (page) => void parts.push(Buffer.from(page.map((row) => csvLine(shown(row))).join(''))),
    end: () => Promise.resolve(Buffer.concat(parts)),
    discard: () => Promise.resolve(),
  }
}
