import { sql } from 'kysely'
import type { OutsideSystem, Pausable } from '../contracts/outside-systems.js'
import { appendAudit } from './audit.js'
import type { Store } from './store.js'

/** A person has paused the work with a system, or with all of them. */
export interface SystemPause {
  readonly system: Pausable
  readonly reason: string
  /** Who paused it: the id of an API key, or a user of the command line. */
  readonly author: string
  readonly since: Date
}

/**
 * Pauses a system, or returns its present pause. `isNew`: false if it was paused already; reason
 * and author stay.
 */
export async function pauseSystem(
  store: Store,
  { system, reason, author }: Omit<SystemPause, 'since'>,
): Promise<{ readonly pause: SystemPause; readonly isNew: boolean }> {
  const isNew = await store.db.transaction().execute(async (db) => {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('system_pause')
      .values({ system, reason, author, resumed_at: null, resumed_by: null })
      .onConflict((row) => row.column('system').where('resumed_at', 'is', null).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) return false
    await appendAudit(db, {
      actor: author,
      action: 'pause_system',
      entity: 'outside_system',
      entityId: system,
    })
    return true
  })
  const pause = (await readPauses(store)).find((one) => one.system === system)
  // Somebody has resumed it at the same moment.
  if (!pause) return pauseSystem(store, { system, reason, author })
  return { pause, isNew }
}

/** Returns false if it was not paused. */
export async function resumeSystem({ db }: Store, system: Pausable, author: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('system_pause')
      .set({ resumed_at: sql<Date>`now()`, resumed_by: author })
      .where('system', '=', system)
      .where('resumed_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await appendAudit(transaction, {
      actor: author,
      action: 'resume_system',
      entity: 'outside_system',
      entityId: system,
    })
    return true
  })
}

/** Returns the present pauses, oldest first. */
export const readPauses = ({ db }: Store): Promise<SystemPause[]> =>
  db
    .selectFrom('system_pause')
    .select(['system', 'reason', 'author', 'paused_at as since'])
    .where('resumed_at', 'is', null)
    .orderBy('paused_at')
    .orderBy('system')
    .execute()

/** Returns the pause that concerns a system. */
export const pauseOf = (pauses: readonly SystemPause[], system: OutsideSystem): SystemPause | undefined =>
  pauses.find((pause) => pause.system === system || pause.system === 'everything')
