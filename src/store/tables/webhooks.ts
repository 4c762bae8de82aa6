import type { Generated } from 'kysely'
import type { LearningEventType } from '../../contracts/learning-events.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface WebhookTables {
  webhook_secret: {
    secret_sha256: Buffer
    created_at: GeneratedInstant
    /** null: the current secret. */
    expires_at: Instant | null
  }
  webhook_hint: {
    id: Generated<number>
    model: string
    record_id: number
    action: string | null
    calls: Generated<number>
    first_at: GeneratedInstant
    last_at: GeneratedInstant
    closed_at: Instant | null
  }
  learning_event: {
    webhook_id: string
    type: LearningEventType
    channel_id: number
    partner_id: number
    received_at: GeneratedInstant
    closed_at: Instant | null
  }
}
