import { renderSVG } from 'uqr'
import type { Bilingual } from '../domain/bilingual.js'
import type { CertificateFacts } from '../domain/certificate-facts.js'
import { longDate } from './dates.js'

/** What `templates/certificate/certificate.typ` reads, as JSON. */
export interface CertificatePage {
  readonly title: string
  readonly author: string
  readonly issuer: { readonly arabic: string; readonly latin: string }
  readonly student: Bilingual
  readonly program: Bilingual
  /** Label, Arabic label, value, Arabic value (null: the same in both languages). */
  readonly facts: readonly (readonly [string, string, string, string | null])[]
  /** SVG. */
  readonly qr: string
  readonly verificationUrl: string
}

export function pageOf(facts: CertificateFacts): CertificatePage {
  const date = (label: string, arabicLabel: string, day: string) => {
    const { latin, arabic } = longDate(day)
    return [label, arabicLabel, latin, arabic] as const
  }
  return {
    title: `Certificate ${facts.number}`,
    author: facts.issuer.latin,
    issuer: facts.issuer,
    student: facts.student,
    program: facts.program,
    facts: [
      date('Completed', 'تاريخ الإتمام', facts.completedOn),
      date('Issued', 'تاريخ الإصدار', facts.issuedOn),
      facts.validUntil === null
        ? ['Validity', 'الصلاحية', 'No expiration date', 'دون تاريخ انتهاء']
        : date('Valid until', 'صالحة حتى', facts.validUntil),
      ['Certificate number', 'رقم الشهادة', facts.number, null],
    ],
    qr: qrCode(facts.verificationUrl),
    verificationUrl: facts.verificationUrl,
  }
}

/**
 * Error correction M (15 %) survives a photocopy. No border, because the page around it is white.
 */
export const qrCode = (url: string) => renderSVG(url, { ecc: 'M', border: 0 })
