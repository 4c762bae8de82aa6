import { localTime } from '../domain/calendar.js'
import type { Cell, Column, ReportFilter } from './report.js'
import { textsIn, wordsIn } from './texts.js'

/** Text of cells, as people read them in a language and a time zone. */
export function shownCells(
  columns: readonly Column[],
  { language, timeZone }: Pick<ReportFilter, 'language' | 'timeZone'>,
): (row: readonly Cell[]) => (string | number | null)[] {
  const vocabularies = columns.map((column) =>
    column.type === 'word' ? wordsIn(language, column.words) : {},
  )
  return (row) =>
    row.map((cell, at) => {
      if (cell instanceof Date) return localTime(timeZone, cell)
      return typeof cell === 'string' ? (vocabularies[at]?.[cell] ?? cell) : cell
    })
}

/** Titles of columns. Those of instants name the time zone: spreadsheets have no place for it. */
export const shownTitles = (
  columns: readonly Column[],
  { language, timeZone }: Pick<ReportFilter, 'language' | 'timeZone'>,
): string[] =>
  columns.map(({ id, type }) => {
    const title = textsIn(language).columns[id]
    return type === 'instant' ? `${title} (${timeZone})` : title
  })
