import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface ApiTables {
  api_key: {
    id: string
    name: string
    secret_sha256: Buffer
    created_at: GeneratedInstant
    last_used_at: Instant | null
    revoked_at: Instant | null
  }
  session: {
    token_sha256: Buffer
    api_key_id: string
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
