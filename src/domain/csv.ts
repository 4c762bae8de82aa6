/** What a spreadsheet would take for a formula. Asian ones read full-width signs, too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Spreadsheets take text for UTF-8 only behind this mark. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** One line of a CSV file (RFC 4180). Text that a spreadsheet would run becomes text. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
