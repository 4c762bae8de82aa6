/**
 * A time zone as data, with which workflows calculate. The rules of a zone come with Node, and a
 * newer Node may have others; a replay must find the same days and deadlines.
 */
export interface CenterCalendar {
  /** The offsets from UTC, oldest first. The first also holds before its instant. */
  readonly offsets: readonly { readonly from: string; readonly minutes: number }[]
}

export const UTC_CALENDAR: CenterCalendar = { offsets: [{ from: '1970-01-01T00:00:00.000Z', minutes: 0 }] }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Years for which a calendar has the offsets: the longest deadline, and some months of waiting. */
const YEARS = 11

const known = new Map<string, CenterCalendar>()

/** Reads a time zone from the rules of Node, from the year of an instant on. Not for workflows. */
export function calendarOf(timeZone: string, { now }: { readonly now: Date }): CenterCalendar {
  const year = now.getUTCFullYear()
  const key = `${timeZone} ${year}`
  const calendar = known.get(key) ?? { offsets: readOffsets(timeZone, year) }
  known.set(key, calendar)
  return calendar
}

/** Looks once a week, and where the offset has changed, for the minute. */
function readOffsets(timeZone: string, year: number): CenterCalendar['offsets'] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const offsetAt = (instant: number) => {
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  }
  const begin = Date.UTC(year, 0, 1) - 7 * DAY_MS
  const end = Date.UTC(year + YEARS, 0, 1)
  const offsets = [{ from: new Date(begin).toISOString(), minutes: offsetAt(begin) }]
  for (let at = begin; at < end; at += 7 * DAY_MS) {
    const minutes = offsetAt(at + 7 * DAY_MS)
    const before = offsetAt(at)
    if (minutes === before) continue
    const from = bisect(at, at + 7 * DAY_MS, MINUTE_MS, (instant) => offsetAt(instant) === before)
    offsets.push({ from: new Date(from + MINUTE_MS).toISOString(), minutes })
  }
  return offsets
}

/** The last step from `low` on for which the condition holds: it does for `low`, not for `high`. */
function bisect(low: number, high: number, step: number, holds: (value: number) => boolean): number {
  let [inside, outside] = [low, high]
  while (outside - inside > step) {
    const middle = inside + Math.floor((outside - inside) / 2 / step) * step
    if (holds(middle)) inside = middle
    else outside = middle
  }
  return inside
}

/** The day of an instant. */
export function dayOf({ offsets }: CenterCalendar, instant: string | number): string {
  const time = new Date(instant).getTime()
  const offset = offsets.findLast(({ from }) => Date.parse(from) <= time) ?? offsets[0]
  return new Date(time + (offset?.minutes ?? 0) * MINUTE_MS).toISOString().slice(0, 10)
}

/** The day some days later. */
const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** The last millisecond of a day, which may have 23 or 25 hours, and may begin at 1:00. */
export function endOfDay(calendar: CenterCalendar, day: string): string {
  const midnight = Date.parse(day)
  // Zones reach from 14 hours ahead of UTC to 12 hours behind it.
  const [low, high] = [midnight - 14 * HOUR_MS, midnight + DAY_MS + 12 * HOUR_MS]
  return new Date(bisect(low, high, 1, (instant) => dayOf(calendar, instant) <= day)).toISOString()
}

/**
 * A deadline: the end of the day that is so many days after the day of `from`. Whoever has until a
 * day has all of it. ISO instant.
 */
export const deadlineAfter = (calendar: CenterCalendar, from: string | number, days: number): string =>
  endOfDay(calendar, daysLater(dayOf(calendar, from), days))
