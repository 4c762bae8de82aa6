import type { Transaction } from 'kysely'
import type { Database } from './database.js'
import type { Store } from './store.js'

/** How far each model of Odoo has been read, by the plan's name of the model. */
export async function readCursors(store: Store): Promise<ReadonlyMap<string, Date>> {
  const rows = await store.db.selectFrom('sync_cursor').select(['model', 'position']).execute()
  return new Map(rows.flatMap(({ model, position }) => (position === null ? [] : [[model, position]])))
}

/** Moves the cursors of these models forward, never back. Ends a scan. */
export async function advanceCursors(
  transaction: Transaction<Database>,
  models: readonly string[],
  position: Date,
): Promise<void> {
  if (models.length === 0) return
  const values = { position, scan_started: null, scan_after: null }
  await transaction
    .insertInto('sync_cursor')
    .values([...models].sort().map((model) => ({ model, ...values })))
    .onConflict((row) =>
      row
        .column('model')
        .doUpdateSet(values)
        .where((eb) =>
          eb.or([
            eb('sync_cursor.position', 'is', null),
            eb('sync_cursor.position', '<', eb.ref('excluded.position')),
          ]),
        ),
    )
    .execute()
}

/** The first search of a model: reads all its records by rising id. */
export interface Scan {
  readonly started: Date
  /** The last id that was read; 0: none. */
  readonly after: number
}

/** Begins a scan, or returns the one that was begun before and did not come to its end. */
export async function beginScan(store: Store, model: string, now: Date): Promise<Scan> {
  await store.db
    .insertInto('sync_cursor')
    .values({ model, position: null, scan_started: now, scan_after: 0 })
    .onConflict((row) =>
      row
        .column('model')
        .doUpdateSet({ scan_started: now, scan_after: 0 })
        .where('sync_cursor.scan_started', 'is', null),
    )
    .execute()
  const row = await store.db
    .selectFrom('sync_cursor')
    .select(['scan_started', 'scan_after'])
    .where('model', '=', model)
    .executeTakeFirstOrThrow()
  return { started: row.scan_started ?? now, after: row.scan_after ?? 0 }
}

export async function saveScanProgress(
  transaction: Transaction<Database>,
  model: string,
  after: number,
): Promise<void> {
  await transaction.updateTable('sync_cursor').set({ scan_after: after }).where('model', '=', model).execute()
}
