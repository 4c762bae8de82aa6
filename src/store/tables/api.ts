import type { StaffRole } from '../../domain/permissions.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface ApiTables {
  api_key: {
    id: string
    name: string
    secret_sha256: Buffer
    created_at: GeneratedInstant
    last_used_at: Instant | null
    revoked_at: Instant | null
    /** null: everything. */
    scopes: string[] | null
    expires_at: Instant | null
    created_by: string | null
  }
  session: {
    token_sha256: Buffer
    /** Of a session opened with a key; otherwise it is of a user of Odoo. */
    api_key_id: string | null
    odoo_user_id: number | null
    expires_at: Instant
  }
  staff_user: {
    odoo_user_id: number
    login: string
    name: string
    language: 'ar' | 'en'
    roles: StaffRole[]
    checked_at: Instant
  }
  sign_in_attempt: {
    subject_sha256: Buffer
    attempts: number
    expires_at: Instant
  }
  provider_sign_in: {
    state_sha256: Buffer
    browser_sha256: Buffer
    nonce: string
    code_verifier: string
    return_to: string
    expires_at: Instant
  }
  idempotency: {
    actor: string
    key: string
    request_sha256: Buffer
    /** null: the first request is still in progress. */
    status: number | null
    headers: Json<Record<string, string>> | null
    body: string | null
    created_at: GeneratedInstant
  }
}
