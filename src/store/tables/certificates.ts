import type { Generated } from 'kysely'
import type { CommentId } from '../../contracts/enrollment.js'
import type { CertificateFacts } from '../../domain/certificate-facts.js'
import type { RegisteredState } from '../../domain/registered-state.js'
import type { RequirementCheck } from '../../domain/requirements.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

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
    state: Generated<RegisteredState>
    state_since: Instant
    revocation: Json<CertificateDecisionNote> | null
    facts: Json<CertificateFacts>
    /** null: not known, because the certificate was adopted. */
    requirement_check: Json<RequirementCheck> | null
    decision: Json<CertificateDecisionNote> | null
    /** null: Odoo had no such file when the certificate was adopted. */
    pdf: Buffer | null
    sha256: Buffer | null
    issued_at: Instant
    /** ISO date. */
    valid_until: string | null
    odoo_certificate_id: number | null
    recorded_at: Instant | null
    /** When the row was made from the record in Odoo; null: we issued the certificate. */
    adopted_at: Instant | null
  }
  unadopted_certificate: {
    odoo_certificate_id: number
    reason: string
    noted_at: GeneratedInstant
  }
}

/** Who decided to issue a certificate despite the check, or to revoke it, and their comment. */
export interface CertificateDecisionNote {
  readonly by: string
  readonly comment?: CommentId
}
