import { sql } from 'kysely'
import type { Store } from '../store/store.js'

/** One or more calls of Odoo about one record, since it was looked at last. */
export interface WebhookHint {
  readonly id: number
  /** Odoo's own name of the model. */
  readonly model: string
  readonly recordId: number
  /** Name of Odoo's action that called last; null: not told. */
  readonly action: string | null
  readonly calls: number
  readonly firstAt: Date
  readonly lastAt: Date
}

export type NewWebhookHint = Pick<WebhookHint, 'model' | 'recordId' | 'action'>

/** How long settled hints are kept, for those who ask what came in. Days. */
const KEPT_DAYS = 7

/** Keeps a hint: an open one about the same record takes it in. One prepared statement, because Odoo's user waits for it. */
export async function saveWebhookHint(
  store: Store,
  { model, recordId, action }: NewWebhookHint,
): Promise<void> {
  await store.pool.query({
    name: 'keep odoo hint',
    text: `insert into webhook_hint (model, record_id, action) values ($1, $2, $3)
           on conflict (model, record_id) where closed_at is null
           do update set calls = webhook_hint.calls + 1, last_at = now(), action = excluded.action`,
    values: [model, recordId, action],
  })
}

/** Open hints, the ones that wait longest first. Odoo 17 and 18 call before they commit: a record may be as old as before at `lastAt`. */
export async function openWebhookHints(store: Store, limit: number): Promise<WebhookHint[]> {
  const rows = await store.db
    .selectFrom('webhook_hint')
    .selectAll()
    .where('closed_at', 'is', null)
    .orderBy('first_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, model, record_id, action, calls, first_at, last_at }) => ({
    id,
    model,
    recordId: record_id,
    action,
    calls,
    firstAt: first_at,
    lastAt: last_at,
  }))
}

/**
 * Closes hints whose records were read again. One that was called about once more since it was listed stays open, because that call may
 * be about what came after the reading. Forgets hints that were settled long ago.
 */
export async function closeWebhookHints(
  store: Store,
  hints: readonly Pick<WebhookHint, 'id' | 'calls'>[],
): Promise<void> {
  await sql`
    update webhook_hint set closed_at = now()
    from unnest(${hints.map(({ id }) => id)}::bigint[], ${hints.map(({ calls }) => calls)}::integer[]) as seen (id, calls)
    where webhook_hint.id = seen.id and webhook_hint.calls = seen.calls and webhook_hint.closed_at is null`.execute(
    store.db,
  )
  await sql`delete from webhook_hint where closed_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(
    store.db,
  )
}
