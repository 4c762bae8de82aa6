import type { Store } from '../store/store.js'

/** A call of Odoo: this record may have changed. */
export interface WebhookHint {
  /** Odoo's own name of the model. */
  readonly model: string
  readonly recordId: number
  /** Name of the Odoo action that called; null: not given. */
  readonly action: string | null
}

/**
 * Saves a hint. Calls about a record that already has an open hint are counted in that row.
 * One prepared statement, because Odoo's user waits for it.
 */
export async function saveWebhookHint(store: Store, { model, recordId, action }: WebhookHint): Promise<void> {
  await store.pool.query({
    name: 'save webhook hint',
    text: `insert into webhook_hint (model, record_id, action) values ($1, $2, $3)
           on conflict (model, record_id) where closed_at is null
           do update set calls = webhook_hint.calls + 1, last_at = now(), action = excluded.action`,
    values: [model, recordId, action],
  })
}
