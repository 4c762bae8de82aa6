import type { Insertable } from 'kysely'
import { randomBytes } from 'node:crypto'
import { dayIn } from '../domain/calendar.js'
import type { CertificateFacts } from '../domain/certificate-facts.js'
import { printable, printedName, splitTitle } from '../domain/bilingual.js'
import { sha256 } from '../hash.js'
import type { CertificateTables } from '../store/tables/certificates.js'
import type { UnknownCertificate } from './our-certificates.js'

/** What the record itself does not say. */
export interface CertificateContext {
  readonly student: {
    readonly name: string
    readonly nameArabic: string
    readonly nameEnglish: string
  }
  readonly programName: string
  readonly organization: { readonly name: string; readonly nameArabic: string }
  readonly publicUrl: string
  /** The center's. */
  readonly timeZone: string
  /** The file in Odoo. */
  readonly file: Buffer | null
  /** The application has a certificate of a later version. */
  readonly isSuperseded: boolean
  readonly now: Date
}

type Entry = Insertable<CertificateTables['certificate']>

/**
 * Returns the entry in the register for a certificate in Odoo. Number, dates, courses and the hash
 * are those of the record; the name is the student's present one, because the printed one is not
 * kept as text. A file that is not the one of the hash is not served as the certificate.
 */
export function certificateEntry(certificate: UnknownCertificate, context: CertificateContext): Entry {
  const { programId, studentId, personNumber, version, row } = certificate
  const { student, programName, organization, publicUrl, timeZone, file, now } = context
  const issuedOn = row.issueDate ?? dayIn(timeZone, row.createDate ?? now)
  // The record has only the day: noon is that day in nearly every zone.
  const issuedAt = `${issuedOn}T12:00:00.000Z`
  const recorded = printedHash(row.notes)
  const hash = recorded ?? (file && sha256(file))
  const pdf = file !== null && hash?.equals(sha256(file)) ? file : null
  // A certificate without a token cannot be verified by anybody; the new one is known to nobody.
  const token = row.verificationCode ?? randomBytes(16).toString('base64url')
  const facts: CertificateFacts = {
    number: row.name,
    student: printedName(student) ?? { arabic: null, latin: student.name },
    program: splitTitle(programName),
    programName: printable(programName) ?? programName,
    courses: (row.courseName ?? '').split(', ').filter((name) => name !== ''),
    issuer: { arabic: organization.nameArabic, latin: organization.name },
    timeZone,
    completedOn: row.completionDate ?? issuedOn,
    issuedOn,
    issuedAt,
    validUntil: row.validUntil,
    verificationUrl: row.verificationUrl ?? `${publicUrl}/v/${token}`,
  }
  const isDelivered = !['draft', 'issued'].includes(row.state ?? 'draft')
  return {
    program_id: programId,
    student_id: studentId,
    person: personNumber,
    version,
    number: row.name,
    token,
    ...stateOf(certificate, context, issuedAt),
    facts: JSON.stringify(facts),
    requirement_check: null,
    decision: null,
    pdf,
    sha256: hash ?? null,
    issued_at: issuedAt,
    valid_until: row.validUntil,
    odoo_certificate_id: row.id,
    // One that was not delivered yet is recorded again, step by step.
    recorded_at: isDelivered ? now : null,
    adopted_at: now,
  }
}

/** Odoo does not say since when a certificate is revoked or replaced: at the latest since this. */
function stateOf(
  { row }: UnknownCertificate,
  { isSuperseded }: CertificateContext,
  issuedAt: string,
): Pick<Entry, 'state' | 'state_since' | 'revocation'> {
  const changedAt = row.writeDate ?? issuedAt
  if (row.state === 'revoked')
    return { state: 'revoked', state_since: changedAt, revocation: JSON.stringify({ by: 'odoo' }) }
  if (isSuperseded) return { state: 'superseded', state_since: changedAt }
  return { state: 'valid', state_since: issuedAt }
}

/** The hash that `recordInOdoo` has written into the notes. */
function printedHash(notes: string | null): Buffer | null {
  const [, hex] = /SHA-256 of the PDF ([0-9a-f]{64})/.exec(notes ?? '') ?? []
  return hex === undefined ? null : Buffer.from(hex, 'hex')
}
