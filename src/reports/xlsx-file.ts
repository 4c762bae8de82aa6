import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/node'
import type { Heading } from './heading.js'
import type { Cell, Column, ReportFilter } from './report.js'
import { localTime } from '../domain/calendar.js'
import { textsIn, wordsIn } from './texts.js'

/** Columns with names and sentences are wider. In characters. */
const WIDE = 28
const NARROW = 16
const WIDE_COLUMNS: readonly Column['id'][] = ['student', 'holder', 'program', 'reason', 'note']

interface Sheet {
  readonly columns: readonly Column[]
  readonly titles: readonly string[]
  readonly heading: Heading
  readonly filter: Pick<ReportFilter, 'language' | 'timeZone'>
}

/**
 * Makes a workbook: the rows on the first sheet, what the report is about on the second. Every text
 * is a text cell, which no spreadsheet runs, whatever it begins with. Blocks for seconds when there
 * are many rows.
 */
export async function xlsxOf(
  { columns, titles, heading, filter }: Sheet,
  rows: readonly (readonly Cell[])[],
): Promise<Buffer> {
  const rightToLeft = filter.language === 'ar'
  const cellOf = columns.map((column) => cellWriter(column, filter))
  const data: SheetData = [
    titles.map((title) => ({ ...textCell(title), fontWeight: 'bold', wrap: true })),
    ...rows.map((row) => row.map((cell, at) => (cell === null ? null : cellOf[at]?.(cell)))),
  ]
  const about: SheetData = [
    [{ ...textCell(heading.title), fontWeight: 'bold' }],
    [textCell(heading.organization)],
    [textCell(heading.about)],
    ...heading.facts.map(([label, value]) => [textCell(label), textCell(value)]),
    ...heading.notes.map((note) => [textCell(note)]),
  ]
  return writeExcelFile([
    {
      data,
      sheet: heading.title,
      rightToLeft,
      stickyRowsCount: 1,
      orientation: 'landscape',
      columns: columns.map(({ id }) => ({ width: WIDE_COLUMNS.includes(id) ? WIDE : NARROW })),
    },
    {
      data: about,
      sheet: textsIn(filter.language).aboutSheet,
      rightToLeft,
      columns: [{ width: WIDE }, { width: WIDE }],
    },
  ]).toBuffer()
}

/** Characters that XML cannot contain. */
const NOT_XML = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu

const textCell = (text: string): CellObject => ({ value: text.replace(NOT_XML, ''), type: String })

function cellWriter(
  column: Column,
  { language, timeZone }: Pick<ReportFilter, 'language' | 'timeZone'>,
): (cell: Exclude<Cell, null>) => CellObject {
  const words = column.type === 'word' ? wordsIn(language, column.words) : {}
  return (cell) => {
    // Spreadsheets know no time zones: the cell has the time that clocks in the center showed.
    if (cell instanceof Date)
      return {
        value: new Date(`${localTime(timeZone, cell).replace(' ', 'T')}:00Z`),
        type: Date,
        format: 'yyyy-mm-dd hh:mm',
      }
    if (typeof cell === 'number') return { value: cell, type: Number }
    if (column.type === 'day') return { value: new Date(cell), type: Date, format: 'yyyy-mm-dd' }
    return textCell(words[cell] ?? cell)
  }
}
