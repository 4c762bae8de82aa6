import assert from 'node:assert/strict'
import { ageOn, isPlausibleBirthDate } from '../../src/domain/age.js'

describe('Age', () => {
  const cases: [string | null, string, number | null][] = [
    ['2008-06-01', '2026-06-01', 18],
    ['2008-06-02', '2026-06-01', 17],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2026-06-01', '2026-06-01', 0],
    ['1906-01-01', '2026-06-01', 120],
    [null, '2026-06-01', null],
  ]
  for (const [birthDate, today, age] of cases) {
    it(`of ${birthDate ?? 'nobody'} on ${today} is ${age ?? 'unknown'}`, () => {
      assert.equal(ageOn(today, birthDate), age)
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
      assert.equal(isPlausibleBirthDate(birthDate, '2026-06-01'), false)
      assert.equal(ageOn('2026-06-01', birthDate), null)
    })
  }
})
