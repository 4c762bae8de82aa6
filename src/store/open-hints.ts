import { sql } from 'kysely'
import type { Store } from './store.js'

/** Calls from outside that nobody has dealt with. Whoever does closes exactly what was read. */

export interface OpenHint {
  readonly id: number
  /** Odoo's own name of the model. */
  readonly model: string
  readonly recordId: number
  /** Grows with each call about the record. */
  readonly calls: number
  readonly firstAt: Date
}

export interface OpenEvent {
  readonly webhookId: string
  readonly partnerId: number
}

/** Returns the oldest open hints. */
export const readOpenHints = ({ db }: Store, limit: number): Promise<OpenHint[]> =>
  db
    .selectFrom('webhook_hint')
    .select(['id', 'model', 'record_id as recordId', 'calls', 'first_at as firstAt'])
    .where('closed_at', 'is', null)
    .orderBy('first_at')
    .limit(limit)
    .execute()

/** Returns the oldest open events of senders that sign. */
export const readOpenEvents = ({ db }: Store, limit: number): Promise<OpenEvent[]> =>
  db
    .selectFrom('learning_event')
    .select(['webhook_id as webhookId', 'partner_id as partnerId'])
    .where('closed_at', 'is', null)
    .orderBy('received_at')
    .limit(limit)
    .execute()

/** Much longer than resolving takes. PostgreSQL interval. */
const OVERDUE = '1 minute'

/** Returns hints that should have been resolved by now, oldest first. */
export const readOverdueHints = ({ db }: Store, limit: number): Promise<OpenHint[]> =>
  db
    .selectFrom('webhook_hint')
    .select(['id', 'model', 'record_id as recordId', 'calls', 'first_at as firstAt'])
    .where('closed_at', 'is', null)
    .where('first_at', '<', sql<Date>`now() - ${OVERDUE}::interval`)
    .orderBy('first_at')
    .limit(limit)
    .execute()

/** A hint that was called again since it was read stays open. */
export async function closeHints(db: Store['db'], hints: readonly OpenHint[]): Promise<void> {
  if (hints.length === 0) return
  await sql`
    update webhook_hint set closed_at = now() from unnest(
      ${hints.map(({ id }) => id)}::bigint[], ${hints.map(({ calls }) => calls)}::integer[]
    ) as done (id, calls)
    where webhook_hint.id = done.id and webhook_hint.calls = done.calls and closed_at is null
  `.execute(db)
}

export async function closeEvents(db: Store['db'], events: readonly OpenEvent[]): Promise<void> {
  if (events.length === 0) return
  await db
    .updateTable('learning_event')
    .set({ closed_at: sql<Date>`now()` })
    .where(
      'webhook_id',
      'in',
      events.map(({ webhookId }) => webhookId),
    )
    .execute()
}

/** How long closed rows are kept, for whoever looks for a call. PostgreSQL interval. */
const KEPT = '7 days'

/**
 * Deletes rows that were closed long ago. A signed event that is delivered again later is a new
 * one, which does no harm.
 */
export async function pruneHints({ db }: Store): Promise<void> {
  for (const table of ['webhook_hint', 'learning_event'] as const)
    await sql`delete from ${sql.table(table)} where closed_at < now() - ${KEPT}::interval`.execute(db)
}
