import assert from 'node:assert/strict'
import fc from 'fast-check'
import { dateFromOdoo, instantFromOdoo, instantToOdoo } from '../../../src/odoo/client/instants.js'

const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const inSeconds = (date: Date) => `${date.toISOString().slice(0, 19)}Z`

describe('conversion of Odoo’s dates', () => {
  it('returns the same instant in whole seconds after a round trip', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const sent = instantToOdoo(date.toISOString())
        assert.match(sent ?? '', /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
        assert.equal(instantFromOdoo(sent ?? ''), inSeconds(date))
      }),
    )
  })

  it('accepts any time zone', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString()
        fc.pre(/^\d{4}-/.test(local))
        const sign = offset < 0 ? '-' : '+'
        const two = (n: number) => String(n).padStart(2, '0')
        const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
        assert.equal(instantToOdoo(local.replace('Z', zone)), instantToOdoo(date.toISOString()))
      }),
    )
  })

  it('preserves the order of instants', () => {
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        const [a, b] = [one, other].map((date) => instantToOdoo(date.toISOString()) ?? '')
        assert.equal(
          Math.sign((a ?? '').localeCompare(b ?? '')),
          Math.sign(Date.parse(inSeconds(one)) - Date.parse(inSeconds(other))),
        )
      }),
    )
  })

  it('rejects all other texts', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(instantFromOdoo(text), undefined)
        assert.equal(instantToOdoo(text), undefined)
        assert.equal(dateFromOdoo(text), undefined)
      }),
    )
  })

  it('rejects days that do not exist', () => {
    assert.equal(dateFromOdoo('2026-02-30'), undefined)
    assert.equal(dateFromOdoo('2026-13-01'), undefined)
    assert.equal(dateFromOdoo('2028-02-29'), '2028-02-29')
    assert.equal(instantFromOdoo('2026-02-30 10:00:00'), undefined)
    assert.equal(instantFromOdoo('2026-02-03 24:00:00'), undefined)
    assert.equal(instantToOdoo('2026-02-03'), undefined)
    assert.equal(instantToOdoo('2026-02-03T10:00:00'), undefined)
  })

  it('accepts early years without leading zeros, and times with fractions as in webhooks', () => {
    assert.equal(dateFromOdoo('1-01-01'), '0001-01-01')
    assert.equal(instantFromOdoo('999-01-01 00:00:00'), '0999-01-01T00:00:00Z')
    assert.equal(instantFromOdoo('2026-11-22 12:28:55.518664'), '2026-11-22T12:28:55Z')
  })
})
