import { sql } from 'kysely'
import type { ChangeSource } from '../contracts/sync-sources.js'
import type { Store } from './store.js'

/** How current what we know is, and what waits. */
export interface SyncStatus {
  /** `asOf`: up to where the model was read, by Odoo's clock; null: never. */
  readonly models: readonly { readonly model: string; readonly asOf: Date | null }[]
  readonly queue: readonly {
    readonly source: ChangeSource
    readonly students: number
    /** Those of them that a page works on. */
    readonly claimed: number
    readonly oldest: Date
  }[]
  /** Hints and signed events that nobody has dealt with. */
  readonly hints: { readonly open: number; readonly oldest: Date | null }
  /** The last failure of each part of the sweep, also of one that works again. */
  readonly failures: readonly { readonly part: string; readonly type: string; readonly at: Date }[]
}

export async function readSyncStatus(store: Store): Promise<SyncStatus> {
  const { db } = store
  const [models, queue, hints, failures] = await Promise.all([
    db.selectFrom('sync_cursor').select(['model', 'position as asOf']).orderBy('model').execute(),
    db
      .selectFrom('changed_student')
      .select((e) => [
        'source',
        e.fn.countAll<number>().as('students'),
        e.fn
          .countAll<number>()
          .filterWhere('claimed_until', '>', sql<Date>`now()`)
          .as('claimed'),
        e.fn.min<Date>('noticed_at').as('oldest'),
      ])
      .groupBy('source')
      .orderBy('source', 'desc')
      .execute(),
    sql<{ open: number; oldest: Date | null }>`
      select count(*) as open, min(at) as oldest from (
        select first_at as at from webhook_hint where closed_at is null
        union all select received_at from learning_event where closed_at is null) as hint
    `.execute(db),
    db
      .selectFrom('sync_failure')
      .select(['part', 'failure_type as type', 'failed_at as at'])
      .orderBy('failed_at', 'desc')
      .execute(),
  ])
  return { models, queue, hints: hints.rows[0] ?? { open: 0, oldest: null }, failures }
}

/** Remembers the last failure of a part of the sweep. */
export async function recordSyncFailure({ db }: Store, part: string, type: string): Promise<void> {
  const values = { failure_type: type, failed_at: sql<Date>`now()` }
  await db
    .insertInto('sync_failure')
    .values({ part, ...values })
    .onConflict((row) => row.column('part').doUpdateSet(values))
    .execute()
}
