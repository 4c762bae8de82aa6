import assert from 'node:assert/strict'
import { type Cadence, daysOf, lastDue, nextDue } from '../../src/domain/report-schedule.js'

const dues = (cadence: Cadence, timeZone: string, from: string, count: number): string[] => {
  const found: string[] = []
  let instant = new Date(from)
  for (let index = 0; index < count; index += 1) {
    instant = nextDue(cadence, { instant, timeZone })
    found.push(instant.toISOString().slice(0, 16))
  }
  return found
}

describe('The cadence of a report', () => {
  it('is an hour of the center every day, also where the clock is put forward or back', () => {
    // In Berlin, 02:00 does not exist on the 29th of March, and comes twice on the 25th of October.
    const cadence = { every: 'day', hour: 2 } as const
    assert.deepEqual(dues(cadence, 'Europe/Berlin', '2026-03-28T00:00:00Z', 4), [
      '2026-03-28T01:00',
      '2026-03-29T01:00',
      '2026-03-30T00:00',
      '2026-03-31T00:00',
    ])
    assert.deepEqual(dues(cadence, 'Europe/Berlin', '2026-10-24T12:00:00Z', 3), [
      '2026-10-25T00:00',
      '2026-10-26T01:00',
      '2026-10-27T01:00',
    ])
  })

  it('is a day of the week in the center, whatever day it is elsewhere', () => {
    const sunday = { every: 'week', weekday: 7, hour: 1 } as const
    // Saturday evening in UTC.
    assert.deepEqual(dues(sunday, 'Asia/Riyadh', '2026-11-28T00:00:00Z', 2), [
      '2026-11-28T22:00',
      '2026-12-05T22:00',
    ])
    const monday = { every: 'week', weekday: 1, hour: 8 } as const
    assert.deepEqual(dues(monday, 'America/New_York', '2026-11-28T00:00:00Z', 1), ['2026-11-30T13:00'])
  })

  it('is the last day of a month without a 31st, once', () => {
    const cadence = { every: 'month', day: 31, hour: 7 } as const
    assert.deepEqual(dues(cadence, 'UTC', '2028-01-01T00:00:00Z', 5), [
      '2028-01-31T07:00',
      '2028-02-29T07:00',
      '2028-03-31T07:00',
      '2028-04-30T07:00',
      '2028-05-31T07:00',
    ])
    assert.deepEqual(dues({ ...cadence, day: 30 }, 'UTC', '2027-01-31T00:00:00Z', 2), [
      '2027-02-28T07:00',
      '2027-03-30T07:00',
    ])
  })

  it('is the same moment in another time zone: no report is due again because the center changes its zone', () => {
    const next = (cadence: Cadence, last: string, timeZone: string) =>
      nextDue(cadence, { instant: new Date(last), timeZone }, new Date(last))
        .toISOString()
        .slice(0, 16)
    const daily = { every: 'day', hour: 7 } as const
    // 07:00 in Riyadh. In Cairo it is 07:00 an hour later, in Dubai it was an hour ago.
    assert.equal(next(daily, '2026-11-30T04:00:00Z', 'Africa/Cairo'), '2026-12-01T05:00')
    assert.equal(next(daily, '2026-11-30T04:00:00Z', 'Asia/Dubai'), '2026-12-01T03:00')
    // Monday in Riyadh, still Sunday in Cairo.
    const weekly = { every: 'week', weekday: 1, hour: 0 } as const
    assert.equal(next(weekly, '2026-11-29T21:00:00Z', 'Africa/Cairo'), '2026-12-06T22:00')
    const monthly = { every: 'month', day: 1, hour: 0 } as const
    assert.equal(next(monthly, '2026-11-30T21:00:00Z', 'America/New_York'), '2027-01-01T05:00')
  })

  it('has a last moment that includes the present one', () => {
    const cadence = { every: 'month', day: 31, hour: 7 } as const
    const last = (instant: string) =>
      lastDue(cadence, { instant: new Date(instant), timeZone: 'UTC' })
        .toISOString()
        .slice(0, 16)
    assert.equal(last('2026-07-31T07:00:00Z'), '2026-07-31T07:00')
    assert.equal(last('2026-07-31T06:59:59Z'), '2026-06-30T07:00')
    assert.equal(last('2027-01-15T00:00:00Z'), '2026-12-31T07:00')
  })

  it('counts its period in whole days before the day it is due', () => {
    assert.deepEqual(daysOf('everything', '2027-03-01'), {})
    assert.deepEqual(daysOf('yesterday', '2027-03-01'), { from: '2027-02-28', to: '2027-02-28' })
    assert.deepEqual(daysOf('last_7_days', '2027-03-01'), { from: '2027-02-22', to: '2027-02-28' })
    assert.deepEqual(daysOf('last_month', '2027-03-31'), { from: '2027-02-01', to: '2027-02-28' })
    assert.deepEqual(daysOf('last_month', '2027-01-01'), { from: '2026-12-01', to: '2026-12-31' })
  })
})
