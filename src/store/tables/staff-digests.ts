import type { Generated } from 'kysely'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface StaffDigestTables {
  staff_digest: {
    agent_id: number
    day: string
    message_id: string
    state: 'sending' | 'pending' | 'unknown' | 'accepted' | 'rejected' | 'no_recipient'
    attempts: Generated<number>
    lease_until: Instant
    created_at: GeneratedInstant
  }
}
