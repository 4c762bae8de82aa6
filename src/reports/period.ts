import { dayExists, isDate, startOfDay } from '../domain/calendar.js'
import { calendarOf, endOfDay } from '../domain/center-calendar.js'

/** The last millisecond of a day in the center. */
const endOf = (day: string, timeZone: string): Date =>
  new Date(endOfDay(calendarOf(timeZone, { now: new Date(day) }), day))

/** The instants between which days of the center lie, both included. */
export const instantsOf = (
  { from, to }: { readonly from?: string; readonly to?: string },
  timeZone: string,
): { readonly from?: Date; readonly until?: Date } => ({
  ...(from !== undefined && { from: startOfDay(timeZone, from) }),
  ...(to !== undefined && { until: after(endOf(to, timeZone)) }),
})

const after = (instant: Date) => new Date(instant.getTime() + 1)

/** The moment that a day (its end) or an instant means; null: there is no such day or instant. */
export function momentOf(text: string, timeZone: string): Date | null {
  if (isDate(text)) return dayExists(text) ? endOf(text, timeZone) : null
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? null : instant
}
