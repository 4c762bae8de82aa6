import type { Generated } from 'kysely'
import type { CommentId } from '../../contracts/enrollment.js'
import type { CertificateFacts } from '../../domain/certificate-facts.js'
import type { RequirementCheck } from '../../domain/requirements.js'
import type { Instant, Json } from '../columns.js'

export interface CertificateTables {
  certificate_counter: {
    code: string
    year: number
    last: number
  }
  certificate: {
    id: Generated<number>
    program_id: number
    student_id: number
    person: number
    version: number
    number: string
    token: string
    state: Generated<'valid' | 'revoked' | 'superseded'>
    state_since: Instant
    revocation: Json<CertificateDecisionNote> | null
    facts: Json<CertificateFacts>
    requirement_check: Json<RequirementCheck>
    decision: Json<CertificateDecisionNote> | null
    pdf: Buffer
    sha256: Buffer
    issued_at: Instant
    /** ISO date. */
    valid_until: string | null
    odoo_certificate_id: number | null
    recorded_at: Instant | null
  }
}

/** Who decided to issue a certificate despite the check, or to revoke it, and their comment. */
export interface CertificateDecisionNote {
  readonly by: string
  readonly comment?: CommentId
}
