import { sql } from 'kysely'
import type { Store } from '../store/store.js'
import type { LearningEventType } from '../store/tables/webhooks.js'

/** What a sender who signs has told about a learner in a course. */
export interface LearningEvent {
  /** The sender's id of the event: the same for every attempt to deliver it. */
  readonly webhookId: string
  readonly type: LearningEventType
  /** Odoo's ids of the course and of the learner's contact. */
  readonly channelId: number
  readonly partnerId: number
  /** By our clock. */
  readonly receivedAt: Date
}

export type NewLearningEvent = Omit<LearningEvent, 'receivedAt'>

/** How long settled events are kept. Days; longer than the five minutes in which a signature can be replayed. */
const KEPT_DAYS = 7

/** Keeps an event once: a replay changes nothing. */
export async function saveLearningEvent(store: Store, event: NewLearningEvent): Promise<void> {
  await store.pool.query({
    name: 'keep learning event',
    text: `insert into learning_event (webhook_id, type, channel_id, partner_id)
           values ($1, $2, $3, $4) on conflict (webhook_id) do nothing`,
    values: [event.webhookId, event.type, event.channelId, event.partnerId],
  })
}

/** Events that nobody has acted on, the ones that wait longest first. */
export async function openLearningEvents(store: Store, limit: number): Promise<LearningEvent[]> {
  const rows = await store.db
    .selectFrom('learning_event')
    .selectAll()
    .where('closed_at', 'is', null)
    .orderBy('received_at')
    .orderBy('webhook_id')
    .limit(limit)
    .execute()
  return rows.map(({ webhook_id, type, channel_id, partner_id, received_at }) => ({
    webhookId: webhook_id,
    type,
    channelId: channel_id,
    partnerId: partner_id,
    receivedAt: received_at,
  }))
}

/** Closes events whose memberships were read again. Forgets events that were settled long ago. */
export async function closeLearningEvents(store: Store, webhookIds: readonly string[]): Promise<void> {
  await sql`
    update learning_event set closed_at = now()
    where webhook_id = any(${webhookIds}::text[]) and closed_at is null`.execute(store.db)
  await sql`delete from learning_event where closed_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(
    store.db,
  )
}
