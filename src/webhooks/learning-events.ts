import type { LearningEventType } from '../contracts/learning-events.js'
import type { Store } from '../store/store.js'

/** What a sender that signs reports about a learner in a course. */
export interface LearningEvent {
  /** The sender's id of the event: the same for every delivery attempt. */
  readonly webhookId: string
  readonly type: LearningEventType
  /** Odoo's ids of the course and of the learner's contact. */
  readonly channelId: number
  readonly partnerId: number
}

/** Saves an event once: a replay changes nothing. */
export async function saveLearningEvent(store: Store, event: LearningEvent): Promise<void> {
  await store.pool.query({
    name: 'save learning event',
    text: `insert into learning_event (webhook_id, type, channel_id, partner_id)
           values ($1, $2, $3, $4) on conflict (webhook_id) do nothing`,
    values: [event.webhookId, event.type, event.channelId, event.partnerId],
  })
}
