/**
 * Parses comma-separated values. A cell in double quotes may contain anything; a doubled quote
 * stands for one quote.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  for (let match = cells.exec(text); match; match = cells.exec(text)) {
    const [whole, quotedCell, plain = '', end] = match
    if (whole === '' && row.length === 0) break
    row.push(quotedCell === undefined ? plain : quotedCell.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
    if (end === '') break
  }
  return rows
}
