import assert from 'node:assert/strict'
import { dayExists, dayIn, isTimeZone } from '../../src/domain/calendar.js'

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
