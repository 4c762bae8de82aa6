/**
 * Calendar days in a time zone. A day is an ISO date, a time zone an IANA name such as Asia/Riyadh.
 * Workflows may use this, too: nothing depends on the machine's own zone, and the results are kept
 * in their state.
 */

/** A moment as the training center sees it. */
export interface CenterTime {
  readonly instant: Date
  readonly timeZone: string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

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

/** The day of an instant. */
export function dayIn(timeZone: string, instant: Date | string | number): string {
  const parts = formatIn(timeZone).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

export const today = ({ instant, timeZone }: CenterTime): string => dayIn(timeZone, instant)

/** Whether the text is written as an ISO date. */
export const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text)

/** Whether there is such a day: the 30th of February is none. */
export const dayExists = (date: string): boolean =>
  !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)

/** The day some days later. */
const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/**
 * The last millisecond of a day. Found by bisection, because a day may have 23 or 25 hours, and may
 * begin at 1:00.
 */
export function endOfDay(timeZone: string, day: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`)
  // Zones reach from 14 hours ahead of UTC to 12 hours behind it.
  let inside = utcMidnight - 14 * HOUR_MS
  let after = utcMidnight + DAY_MS + 12 * HOUR_MS
  while (after - inside > 1) {
    const middle = Math.floor((inside + after) / 2)
    if (dayIn(timeZone, middle) <= day) inside = middle
    else after = middle
  }
  return new Date(inside)
}

/**
 * A deadline: the end of the day that is so many days after the day of `from`. Whoever has until a
 * day has all of it. ISO instant.
 */
export const deadlineAfter = (timeZone: string, from: Date | string | number, days: number): string =>
  endOfDay(timeZone, daysLater(dayIn(timeZone, from), days)).toISOString()
