import { use, useMemo } from 'react'
import { isDate } from '../../../src/domain/calendar.js'
import { SessionContext } from '../session/session.js'
import { type Language, useLanguage } from './language.js'

/** Western digits and the Gregorian calendar, in Arabic too, as in the emails. */
const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', ar: 'ar-u-ca-gregory-nu-latn' }

/** Longest first, in milliseconds. */
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** Numbers and times as the reader’s language writes them. */
export interface Format {
  readonly number: (value: number) => string
  /** `0.999` is `99.9%`. */
  readonly share: (value: number, digits?: number) => string
  /** `42` is `42%`. */
  readonly percent: (value: number) => string
  /** A day, or the day of an instant in the center. */
  readonly day: (dayOrInstant: string) => string
  /** `2026-11` is `November 2026`. */
  readonly month: (month: string) => string
  /** From 1, Monday, to 7. */
  readonly weekday: (weekday: number) => string
  /** In the reader’s time zone. A day stays a day. */
  readonly instant: (instant: string) => string
  /** `3 hours ago`, `in 2 days`. */
  readonly relative: (instant: string) => string
  /** `95` is `2 minutes`. */
  readonly seconds: (seconds: number) => string
  readonly list: (words: readonly string[]) => string
}

export function useFormat(): Format {
  const { language } = useLanguage()
  const timeZone = use(SessionContext)?.timeZone ?? 'UTC'
  return useMemo(() => formatOf(LOCALE[language], timeZone), [language, timeZone])
}

function formatOf(locale: string, timeZone: string): Format {
  const number = new Intl.NumberFormat(locale)
  const days = (zone: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone })
  const [ofDay, ofInstant] = [days('UTC'), days(timeZone)]
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const shares = (digits: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits })
  return {
    number: (value) => number.format(value),
    share: (value, digits = 1) => shares(digits).format(value),
    percent: (value) => shares(1).format(value / 100),
    day: (text) => (isDate(text) ? ofDay : ofInstant).format(new Date(text)),
    month: (text) => month.format(new Date(`${text}-01`)),
    // The first of January 2024 was a Monday.
    weekday: (number) => weekday.format(Date.UTC(2024, 0, number)),
    instant: (text) => (isDate(text) ? ofDay : instant).format(new Date(text)),
    relative: (text) => {
      const distance = new Date(text).getTime() - Date.now()
      const [unit, length] = unitOf(Math.abs(distance))
      return relative.format(Math.trunc(distance / length), unit)
    },
    seconds: (value) => {
      const [unit, length] = unitOf(value * 1_000)
      const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const
      return new Intl.NumberFormat(locale, style).format((value * 1_000) / length)
    },
    list: (words) => list.format(words),
  }
}

const unitOf = (milliseconds: number) =>
  UNITS.find(([, length]) => milliseconds >= length) ??
  UNITS[UNITS.length - 1] ??
  (['second', 1_000] as const)
