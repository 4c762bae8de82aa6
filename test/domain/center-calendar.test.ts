import assert from 'node:assert/strict'
import fc from 'fast-check'
import { dayIn } from '../../src/domain/calendar.js'
import { calendarOf, dayOf, deadlineAfter } from '../../src/domain/center-calendar.js'

describe('calendar of the center', () => {
  for (const [timeZone, from, days, deadline] of [
    ['Asia/Riyadh', '2026-12-31T22:30:00Z', 7, '2027-01-08T20:59:59.999Z'],
    ['UTC', '2026-12-31T22:30:00Z', 7, '2027-01-07T23:59:59.999Z'],
    ['America/New_York', '2026-12-31T22:30:00Z', 7, '2027-01-08T04:59:59.999Z'],
    ['Asia/Kolkata', '2026-06-30T18:30:00Z', 0, '2026-07-01T18:29:59.999Z'],
    // Summer time begins and ends within the days: 23 and 25 hours.
    ['Europe/Berlin', '2026-03-28T12:00:00Z', 1, '2026-03-29T21:59:59.999Z'],
    ['Europe/Berlin', '2026-10-24T12:00:00Z', 1, '2026-10-25T22:59:59.999Z'],
    // The day after begins at 1:00, because summer time begins at midnight.
    ['Africa/Cairo', '2026-04-22T12:00:00Z', 1, '2026-04-23T21:59:59.999Z'],
    ['Asia/Riyadh', '2028-02-28T12:00:00Z', 1, '2028-02-29T20:59:59.999Z'],
    ['Pacific/Kiritimati', '2026-06-30T10:00:00Z', 0, '2026-07-01T09:59:59.999Z'],
    ['Etc/GMT+12', '2026-06-30T12:00:00Z', 0, '2026-07-01T11:59:59.999Z'],
  ] as const)
    it(`puts the deadline ${days} days after ${from} in ${timeZone} at the end of the day`, () => {
      assert.equal(deadlineAfter(calendarOf(timeZone, { now: new Date(from) }), from, days), deadline)
    })

  it('ends each day with its last millisecond, in every zone', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const instant = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2045-01-01') })
    fc.assert(
      fc.property(zone, instant, fc.nat(10), (timeZone, from, years) => {
        const calendar = calendarOf(timeZone, { now: new Date(from - years * 366 * 86_400_000) })
        assert.equal(dayOf(calendar, from), dayIn(timeZone, from))
        const end = Date.parse(deadlineAfter(calendar, from, 0))
        assert.ok(end >= from)
        assert.equal(dayIn(timeZone, end), dayIn(timeZone, from))
        assert.ok(dayIn(timeZone, end + 1) > dayIn(timeZone, from))
      }),
    )
  })

  it('is small enough to travel: one offset where there is no summer time', () => {
    const now = new Date('2026-11-28T00:00:00Z')
    assert.equal(calendarOf('Asia/Riyadh', { now }).offsets.length, 1)
    assert.ok(calendarOf('Europe/Berlin', { now }).offsets.length <= 24)
    assert.deepEqual(
      calendarOf('Asia/Kolkata', { now }).offsets.map(({ minutes }) => minutes),
      [330],
    )
    assert.deepEqual(calendarOf('America/St_Johns', { now }).offsets[1], {
      from: '2026-03-08T05:30:00.000Z',
      minutes: -150,
    })
  })
})
