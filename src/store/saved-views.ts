import { sql } from 'kysely'
import type { TaskKind } from '../contracts/tasks.js'
import type { Store } from './store.js'
import type { StudentOrder } from './student-list.js'

/** What a list of students shows, in which order. An absent filter does not restrict it. */
export interface ViewSettings {
  readonly programId?: number
  readonly stage?: string
  readonly taskKind?: TaskKind
  /** User in Odoo; 0: students without an agent. */
  readonly agentId?: number
  readonly sort: StudentOrder
  /** Ids of the columns that are not shown. */
  readonly hiddenColumns: readonly string[]
}

export interface SavedView extends ViewSettings {
  readonly name: string
}

/** Views of one owner. Nobody finds something in a longer menu. */
export const MOST_VIEWS = 50

/** Returns the views of an owner by name. */
export async function listSavedViews({ db }: Store, owner: string): Promise<SavedView[]> {
  const rows = await db
    .selectFrom('saved_view')
    .select(['name', 'settings'])
    .where('owner', '=', owner)
    .orderBy(sql`lower(name)`)
    .orderBy('name')
    .execute()
  return rows.map(({ name, settings }) => ({ ...settings, name }))
}

/** Saves a view, or replaces the one of this name. Returns false if the owner has too many. */
export async function saveView(
  { db }: Store,
  owner: string,
  { name, ...settings }: SavedView,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    // Otherwise two at the same moment would both be the last one.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`saved_view ${owner}`}, 0))`.execute(
      transaction,
    )
    const { count } = await transaction
      .selectFrom('saved_view')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('owner', '=', owner)
      .where('name', '<>', name)
      .executeTakeFirstOrThrow()
    if (count >= MOST_VIEWS) return false
    const change = { settings: JSON.stringify(settings), changed_at: sql<Date>`now()` }
    await transaction
      .insertInto('saved_view')
      .values({ owner, name, ...change })
      .onConflict((row) => row.columns(['owner', 'name']).doUpdateSet(change))
      .execute()
    return true
  })
}

/** Returns false if there was no such view. */
export async function deleteView({ db }: Store, owner: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_view')
    .where('owner', '=', owner)
    .where('name', '=', name)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
