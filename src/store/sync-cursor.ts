import { saveRowVersions } from './known-versions.js'
import type { Store } from './store.js'
import type { PendingCursor } from './tables/sync.js'

/** The only cursor for now. Another source of changes would get its own name. */
const NAME = 'odoo'

/** Returns where the next tick starts; null: nothing was ever read. */
export async function readCursor(store: Store): Promise<Date | null> {
  const row = await store.db
    .selectFrom('sync_cursor')
    .select('position')
    .where('name', '=', NAME)
    .executeTakeFirst()
  return row?.position ?? null
}

/** Saves what the running tick will make known. Nothing is known before `advanceCursor`. */
export async function savePendingCursor(store: Store, pending: PendingCursor): Promise<void> {
  const values = { pending: JSON.stringify(pending) }
  await store.db
    .insertInto('sync_cursor')
    .values({ name: NAME, position: null, ...values })
    .onConflict((row) => row.column('name').doUpdateSet(values))
    .execute()
}

/** Moves the cursor forward and saves the row versions pending for it. A repeat has no effect. */
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
