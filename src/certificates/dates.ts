/** Days are ISO dates. They belong to no time zone, so calculating with them in UTC is exact. */

/** The same day some months later, or the last day of that month if it is shorter. */
export function monthsAfter(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  const dayOfMonth = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + months)
  if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0)
  return date.toISOString().slice(0, 10)
}

const LONG_DATE = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
const ENGLISH = new Intl.DateTimeFormat('en-GB', LONG_DATE)
const ARABIC = new Intl.DateTimeFormat('ar-u-ca-gregory-nu-latn', LONG_DATE)

/** `22 November 2026` and `22 نوفمبر 2026`. */
export const longDate = (day: string): { latin: string; arabic: string } => {
  const date = new Date(`${day}T00:00:00Z`)
  return { latin: ENGLISH.format(date), arabic: ARABIC.format(date) }
}
