import type { Bilingual } from '../domain/bilingual.js'

/** All that a certificate says, frozen at issue: what is printed, and what the verification page shows for ever after. */
export interface CertificateFacts {
  readonly number: string
  /** As printed. */
  readonly student: Bilingual
  readonly program: Bilingual
  /** The program's name as Odoo has it. */
  readonly programName: string
  /** Names of the courses that the certificate stands on. */
  readonly courses: readonly string[]
  readonly issuer: { readonly arabic: string; readonly latin: string }
  /** ISO date (UTC), like all days here: the suite's own `today` is UTC too. */
  readonly completedOn: string
  /** ISO instant. */
  readonly issuedAt: string
  /** Last day of validity; null: for ever. */
  readonly validUntil: string | null
  readonly verificationUrl: string
}

/** The day of an instant. */
export const dayOf = (instant: Date) => instant.toISOString().slice(0, 10)

/** The same day of the month so many months later, or the last day of that month where it is shorter. */
export function monthsAfter(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  const dayOfMonth = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + months)
  if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0)
  return dayOf(date)
}

const LONG_DATE = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
const ENGLISH = new Intl.DateTimeFormat('en-GB', LONG_DATE)
const ARABIC = new Intl.DateTimeFormat('ar-u-ca-gregory-nu-latn', LONG_DATE)

/** `22 November 2026` and `22 نوفمبر 2026`. */
export const longDate = (day: string): { latin: string; arabic: string } => {
  const date = new Date(`${day}T00:00:00Z`)
  return { latin: ENGLISH.format(date), arabic: ARABIC.format(date) }
}
