import { saveRowVersions } from './known-versions.js'
import type { Store } from './store.js'
import type { PendingCursor } from './tables/sync.js'

/** One cursor for now; another source of changes would get a name of its own. */
const NAME = 'odoo'

/** Where the next tick begins, or null: nothing was ever read. */
export async function readCursor(store: Store): Promise<Date | null> {
  const row = await store.db
    .selectFrom('sync_cursor')
    .select('position')
    .where('name', '=', NAME)
    .executeTakeFirst()
  return row?.position ?? null
}

/** Notes what the tick in flight will keep; nothing counts as known before `keepCursor`. */
export async function savePendingCursor(store: Store, pending: PendingCursor): Promise<void> {
  const values = { pending: JSON.stringify(pending) }
  await store.db
    .insertInto('sync_cursor')
    .values({ name: NAME, position: null, ...values })
    .onConflict((row) => row.column('name').doUpdateSet(values))
    .execute()
}

/** Moves the cursor, only ever forward, and remembers what was noted with it. Again: no effect. */
export async function advanceCursor(store: Store, cursor: string): Promise<void> {
  await store.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('sync_cursor')
      .select(['position', 'pending'])
      .where('name', '=', NAME)
      .forUpdate()
      .executeTakeFirst()
    if (row?.pending?.cursor === cursor) await saveRowVersions(transaction, row.pending.versions)
    if (row?.position && row.position >= new Date(cursor)) return
    await transaction
      .insertInto('sync_cursor')
      .values({ name: NAME, position: cursor, pending: null })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ position: cursor }))
      .execute()
  })
}
