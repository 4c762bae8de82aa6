import { sql, type Transaction } from 'kysely'
import type { Database } from './database.js'
import type { Store } from './store.js'

/** How far a model of Odoo has been read. */
export interface Cursor {
  /** Odoo's clock at the start of the last search. */
  readonly position: Date
  /** How long ago that was by our database's clock. Milliseconds. */
  readonly elapsedMs: number
  /** null: no search has seen a row yet. */
  readonly lastId: number | null
  readonly witness: Witness | null
}

/** The row with the newest write date that a search has seen. */
export interface Witness {
  readonly id: number
  readonly writtenAt: Date
}

/** Returns the cursors by the plan's name of the model, and the time of our database. */
export async function readCursors(
  store: Store,
): Promise<{ readonly cursors: ReadonlyMap<string, Cursor>; readonly at: Date }> {
  const rows = await store.db
    .selectFrom('sync_cursor')
    .select(['model', 'position', 'last_id', 'witness_id', 'witness_written_at'])
    .select(sql<number>`coalesce(extract(epoch from now() - searched_at), 0)::float8 * 1000`.as('elapsedMs'))
    .execute()
  const { rows: times } = await sql<{ at: Date }>`select now() as at`.execute(store.db)
  const cursors = rows.flatMap(({ model, position, elapsedMs, last_id: lastId, ...row }) => {
    const { witness_id: id, witness_written_at: writtenAt } = row
    const witness = id === null || writtenAt === null ? null : { id, writtenAt }
    return position === null ? [] : [[model, { position, elapsedMs, lastId, witness }] as const]
  })
  return { cursors: new Map(cursors), at: times[0]?.at ?? new Date() }
}

/** What a search has seen of a model. */
export interface Seen {
  readonly model: string
  /** null: no row. */
  readonly lastId: number | null
  readonly witness: Witness | null
}

/**
 * Moves the cursors of these models to the beginning of a search that came to its end; back, too,
 * if Odoo's clock was set back. Ends a scan. `at`: the beginning by our database's clock.
 */
export async function moveCursors(
  transaction: Transaction<Database>,
  seen: readonly Seen[],
  { position, at }: { readonly position: Date; readonly at: Date },
): Promise<void> {
  if (seen.length === 0) return
  const rows = [...seen]
    .sort((a, b) => a.model.localeCompare(b.model))
    .map(({ model, lastId, witness }) => ({
      model,
      position,
      searched_at: at,
      scan_started: null,
      scan_after: null,
      last_id: lastId,
      witness_id: witness?.id ?? null,
      witness_written_at: witness?.writtenAt ?? null,
    }))
  await transaction
    .insertInto('sync_cursor')
    .values(rows)
    .onConflict((row) =>
      row.column('model').doUpdateSet((eb) => ({
        position: eb.ref('excluded.position'),
        searched_at: eb.ref('excluded.searched_at'),
        scan_started: null,
        scan_after: null,
        last_id: sql<number | null>`greatest(sync_cursor.last_id, excluded.last_id)`,
        witness_id: eb.ref('excluded.witness_id'),
        witness_written_at: eb.ref('excluded.witness_written_at'),
      })),
    )
    .execute()
}

/** The next search reads everything again. */
export async function forgetCursors(db: Store['db']): Promise<void> {
  await db.deleteFrom('sync_cursor').execute()
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
