import assert from 'node:assert/strict'
import { ageAt, isPlausibleBirthDate } from '../../src/domain/age.js'

describe('Age', () => {
  const cases: [string | null, string, number | null][] = [
    ['2008-06-01', '2026-06-01T00:00:00Z', 18],
    ['2008-06-02', '2026-06-01T23:59:59Z', 17],
    ['2008-02-29', '2026-02-28T12:00:00Z', 17],
    ['2008-02-29', '2026-03-01T12:00:00Z', 18],
    ['2026-06-01', '2026-06-01T00:00:00Z', 0],
    ['1906-01-01', '2026-06-01T00:00:00Z', 120],
    [null, '2026-06-01T00:00:00Z', null],
  ]
  for (const [birthDate, asOf, age] of cases) {
    it(`of ${birthDate ?? 'nobody'} at ${asOf} is ${age ?? 'unknown'}`, () => {
      assert.equal(ageAt(birthDate, new Date(asOf)), age)
    })
  }

  for (const birthDate of [
    '2033-06-01',
    '2026-06-02',
    '1410-01-01',
    '1905-05-31',
    '0001-01-01',
    '2008-02-30',
    '2008-13-01',
    '08-01-2008',
    '',
  ]) {
    it(`is unknown for the birth date "${birthDate}", which is not plausible`, () => {
      const asOf = new Date('2026-06-01T12:00:00Z')
      assert.equal(isPlausibleBirthDate(birthDate, asOf), false)
      assert.equal(ageAt(birthDate, asOf), null)
    })
  }
})
