import assert from 'node:assert/strict'
import { longDate, monthsAfter } from '../../src/certificates/dates.js'

describe('Dates of a certificate', () => {
  it('end the validity on the same day of the month, or on the last day of a shorter month', () => {
    assert.equal(monthsAfter('2026-11-22', 24), '2028-11-22')
    assert.equal(monthsAfter('2026-12-31', 2), '2027-02-28')
    assert.equal(monthsAfter('2027-12-31', 2), '2028-02-29')
    assert.equal(monthsAfter('2028-02-29', 12), '2029-02-28')
    assert.equal(monthsAfter('2026-10-31', 1), '2026-11-30')
  })

  it('are written out in English and Arabic, both with Western digits', () => {
    assert.deepEqual(longDate('2026-11-02'), { latin: '2 November 2026', arabic: '2 نوفمبر 2026' })
  })
})
