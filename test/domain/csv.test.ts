import assert from 'node:assert/strict'
import { csvLine } from '../../src/domain/csv.js'

describe('a line of CSV', () => {
  for (const [meaning, cell] of [
    ['an equals sign', '=1+1'],
    ['a plus sign', '+971 4 123'],
    ['a minus sign', '-2+3'],
    ['an at sign', '@SUM(A1)'],
    ['a tab', '\t=1'],
    ['a full-width equals sign', '＝1+1'],
    ['a full-width plus sign', '＋1'],
    ['a full-width minus sign', '－1'],
    ['a full-width at sign', '＠SUM(A1)'],
  ])
    it(`makes text that begins with ${meaning} harmless in a spreadsheet`, () => {
      assert.equal(csvLine([cell ?? '', 'b']), `'${cell},b\r\n`)
    })

  it('makes a formula harmless that must also be quoted', () => {
    assert.equal(
      csvLine(['=HYPERLINK("http://example.org","x")']),
      `"'=HYPERLINK(""http://example.org"",""x"")"\r\n`,
    )
  })

  it('quotes commas, quotation marks and line breaks, and nothing else', () => {
    assert.equal(
      csvLine(['a,b', 'say "x"', 'two\nlines', 'plain']),
      '"a,b","say ""x""","two\nlines",plain\r\n',
    )
  })

  it('leaves numbers below zero as they are, and a missing value empty', () => {
    assert.equal(csvLine([-1.5, null, 0]), '-1.5,,0\r\n')
  })
})
