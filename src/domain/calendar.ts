/**
 * Calendar days in a time zone. A day is an ISO date, a time zone an IANA name such as Asia/Riyadh.
 * Not for workflows: the rules of a zone come with Node (`center-calendar.ts`).
 */

/** A moment as the training center sees it. */
export interface CenterTime {
  readonly instant: Date
  readonly timeZone: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Throws RangeError for an unknown zone. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, format)
  return format
}

/** Whether this is the name of a time zone. An offset such as +03:00 is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    formatIn(name)
    return true
  } catch {
    return false
  }
}

type Instant = Date | string | number

/** The day of an instant. */
export const dayIn = (timeZone: string, instant: Instant): string => clockIn(timeZone, instant).day

/** An instant as the clocks of a time zone show it: `2026-01-31 14:05`, which spreadsheets read. */
export function localTime(timeZone: string, instant: Instant): string {
  const { day, time } = clockIn(timeZone, instant)
  return `${day} ${time}`
}

function clockIn(timeZone: string, instant: Instant): { readonly day: string; readonly time: string } {
  const parts = formatIn(timeZone).formatToParts(new Date(instant))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return {
    day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  }
}

/** One moment is asked for its day once for each of thousands of students. */
const daysOf = new WeakMap<CenterTime, string>()

export function today(now: CenterTime): string {
  const known = daysOf.get(now)
  if (known !== undefined) return known
  const day = dayIn(now.timeZone, now.instant)
  daysOf.set(now, day)
  return day
}

/** Whether the text is written as an ISO date. */
export const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text)

/** Whether there is such a day: the 30th of February is none. */
export const dayExists = (date: string): boolean =>
  !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)

const QUARTER_HOUR = 15 * 60 * 1000

/**
 * The first instant at which the clocks of a zone show a time of a day (`07:00`), or a later one:
 * where a clock is put forward over it. Where it is put back, the time comes twice, and this is the
 * first. Zones are at most 14 hours from UTC and change their clocks at a quarter of an hour.
 */
export function instantAt(timeZone: string, date: string, time: string): Date {
  const midnight = Date.parse(date)
  const wanted = `${date} ${time}`
  for (
    let instant = midnight - 56 * QUARTER_HOUR;
    instant < midnight + 160 * QUARTER_HOUR;
    instant += QUARTER_HOUR
  )
    if (localTime(timeZone, instant) >= wanted) return new Date(instant)
  throw new RangeError(`There is no ${wanted} in ${timeZone}.`)
}

/** The instant at which a day begins in a zone; later where a clock is put forward at midnight. */
export const startOfDay = (timeZone: string, date: string): Date => instantAt(timeZone, date, '00:00')

/** The day that comes so many days after a day. */
export const daysLater = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
