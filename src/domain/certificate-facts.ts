import type { Bilingual } from './bilingual.js'

/**
 * Everything that a certificate says, fixed when it is issued: what is printed, and what the
 * verification page shows from then on.
 */
export interface CertificateFacts {
  readonly number: string
  /** As printed. */
  readonly student: Bilingual
  readonly program: Bilingual
  /** The program's name as Odoo has it. */
  readonly programName: string
  /** Names of the courses that the certificate is based on. */
  readonly courses: readonly string[]
  readonly issuer: { readonly arabic: string; readonly latin: string }
  /** The center's time zone when it was issued. All days here are days of this zone. */
  readonly timeZone: string
  /** ISO date. */
  readonly completedOn: string
  readonly issuedOn: string
  /** ISO instant. */
  readonly issuedAt: string
  /** Last day of validity; null: unlimited. */
  readonly validUntil: string | null
  readonly verificationUrl: string
}
