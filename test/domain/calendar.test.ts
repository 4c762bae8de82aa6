import assert from 'node:assert/strict'
import fc from 'fast-check'
import { dayExists, dayIn, deadlineAfter, isTimeZone } from '../../src/domain/calendar.js'

describe('calendar', () => {
  for (const [timeZone, instant, day] of [
    ['Asia/Riyadh', '2026-12-31T22:30:00Z', '2027-01-01'],
    ['Asia/Riyadh', '2026-12-31T20:59:59.999Z', '2026-12-31'],
    ['UTC', '2026-12-31T22:30:00Z', '2026-12-31'],
    ['America/Los_Angeles', '2027-01-01T07:59:59Z', '2026-12-31'],
    ['America/Los_Angeles', '2027-01-01T08:00:00Z', '2027-01-01'],
    ['Asia/Kolkata', '2026-06-30T18:29:59Z', '2026-06-30'],
    ['Asia/Kolkata', '2026-06-30T18:30:00Z', '2026-07-01'],
    ['Asia/Kathmandu', '2026-06-30T18:15:00Z', '2026-07-01'],
    ['Pacific/Kiritimati', '2026-06-30T10:00:00Z', '2026-07-01'],
    ['Etc/GMT+12', '2026-07-01T11:59:59Z', '2026-06-30'],
    ['Asia/Riyadh', '2028-02-28T21:00:00Z', '2028-02-29'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
  ] as const)
    it(`has ${day} in ${timeZone} at ${instant}`, () => {
      assert.equal(dayIn(timeZone, instant), day)
    })

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
      assert.equal(deadlineAfter(timeZone, from, days), deadline)
    })

  it('ends each day with its last millisecond, in every zone', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const instant = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2045-01-01') })
    fc.assert(
      fc.property(zone, instant, (timeZone, from) => {
        const end = Date.parse(deadlineAfter(timeZone, from, 0))
        assert.ok(end >= from)
        assert.equal(dayIn(timeZone, end), dayIn(timeZone, from))
        assert.ok(dayIn(timeZone, end + 1) > dayIn(timeZone, from))
      }),
    )
  })

  it('knows which days exist', () => {
    for (const day of ['2028-02-29', '2026-12-31']) assert.ok(dayExists(day), day)
    for (const day of ['2027-02-29', '2026-04-31', '2026-13-01']) assert.ok(!dayExists(day), day)
  })

  it('knows names of time zones only', () => {
    for (const name of ['Asia/Riyadh', 'asia/riyadh', 'UTC', 'America/Argentina/Ushuaia', 'Etc/GMT-3'])
      assert.ok(isTimeZone(name), name)
    for (const name of ['', 'Riyadh', 'Mars/Olympus', '+03:00', 'GMT+3', 'UTC+3', 'Asia/Riyadh '])
      assert.ok(!isTimeZone(name), name)
  })
})
