import type { Store } from '../store/store.js'

/** What came in from outside and nobody has acted on. */
export interface WebhookBacklog {
  readonly open: number
  /** Seconds that the oldest has waited; null: none waits. */
  readonly oldestSeconds: number | null
}

/** Hints of Odoo and events of signing senders together. */
export async function webhookBacklog(store: Store): Promise<WebhookBacklog> {
  const { rows } = await store.pool.query<{ open: number; oldest: number | null }>(
    `select count(*) as open, floor(extract(epoch from now() - min(since)))::integer as oldest
     from (select first_at as since from webhook_hint where closed_at is null
           union all
           select received_at from learning_event where closed_at is null) waiting`,
  )
  const [{ open, oldest } = { open: 0, oldest: null }] = rows
  return { open, oldestSeconds: oldest }
}
