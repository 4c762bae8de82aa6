import type { LearningEvent } from '../../src/webhooks/learning-events.js'
import type { WebhookHint } from '../../src/webhooks/webhook-hints.js'
import type { Store } from '../../src/store/store.js'

export interface StoredHint extends WebhookHint {
  readonly calls: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Returns all stored hints, oldest first. */
export async function storedHints({ db }: Store): Promise<StoredHint[]> {
  return db
    .selectFrom('webhook_hint')
    .select(['model', 'record_id as recordId', 'action', 'calls', 'first_at as firstAt', 'last_at as lastAt'])
    .orderBy('id')
    .execute()
}

/** Returns all stored learning events, oldest first. */
export async function storedEvents({ db }: Store): Promise<LearningEvent[]> {
  return db
    .selectFrom('learning_event')
    .select(['webhook_id as webhookId', 'type', 'channel_id as channelId', 'partner_id as partnerId'])
    .orderBy('received_at')
    .orderBy('webhook_id')
    .execute()
}
