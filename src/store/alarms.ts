import { sql } from 'kysely'
import type { Store } from './store.js'

/**
 * Faults that concern everybody: a person must fix one thing, and everything waits for it. An alarm
 * is raised by every failure that shows the fault, but it is one row and one email. The row of an
 * alarm that was cleared stays, so that one can see when it was open.
 */
export interface Alarm {
  readonly key: string
  /** What is wrong and how to fix it. No personal data and no secrets. */
  readonly message: string
  readonly raisedAt: Date
  readonly lastSeenAt: Date
  /** null: the operator was not emailed yet. */
  readonly notifiedAt: Date | null
}

export interface NewAlarm {
  readonly key: string
  readonly message: string
  /** The alarm opens only if it is not cleared for so long. Milliseconds; default: at once. */
  readonly afterMs?: number
}

/**
 * Raises an alarm, or renews the open one. Returns true if it was not open before. Times are the
 * database's, because the clocks of workers may differ.
 */
export async function raiseAlarm(
  store: Pick<Store, 'db'>,
  { key, message, afterMs = 0 }: NewAlarm,
): Promise<boolean> {
  const opens = sql<Date>`now() + make_interval(secs => ${afterMs / 1000})`
  const reopened = sql<boolean>`alarm.cleared_at is not null`
  const row = await store.db
    .insertInto('alarm')
    .values({ key, message, raised_at: opens, notified_at: null, cleared_at: null })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        message,
        raised_at: sql<Date>`case when ${reopened} then ${opens} else alarm.raised_at end`,
        notified_at: sql<Date | null>`case when ${reopened} then null else alarm.notified_at end`,
        last_seen_at: sql<Date>`now()`,
        cleared_at: null,
      }),
    )
    .returning(sql<boolean>`raised_at >= last_seen_at`.as('is_new'))
    .executeTakeFirstOrThrow()
  return row.is_new
}

/** Clears an alarm and records when. Returns false if it was not open. */
export async function clearAlarm(store: Pick<Store, 'db'>, key: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('alarm')
    .set({ cleared_at: sql<Date>`now()` })
    .where('key', '=', key)
    .where('cleared_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Returns the open alarms, oldest first. */
export async function openAlarms(store: Store): Promise<Alarm[]> {
  const rows = await store.db
    .selectFrom('alarm')
    .selectAll()
    .where('cleared_at', 'is', null)
    .where('raised_at', '<=', sql<Date>`now()`)
    .orderBy('raised_at')
    .orderBy('key')
    .execute()
  return rows.map((row) => ({
    key: row.key,
    message: row.message,
    raisedAt: row.raised_at,
    lastSeenAt: row.last_seen_at,
    notifiedAt: row.notified_at,
  }))
}

/**
 * Notifies the operator of the open alarms that they do not know yet, with one call of `notify`.
 * They count as notified when it returns; when it throws, the next call tries again. Two processes
 * never notify of the same alarm. Returns the keys.
 */
export function notifyOfAlarms(
  store: Store,
  notify: (alarms: readonly Pick<Alarm, 'key' | 'message' | 'raisedAt'>[]) => Promise<void>,
): Promise<string[]> {
  return store.db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('alarm')
      .select(['key', 'message', 'raised_at'])
      .where('cleared_at', 'is', null)
      .where('raised_at', '<=', sql<Date>`now()`)
      .where('notified_at', 'is', null)
      .orderBy('raised_at')
      .orderBy('key')
      .forUpdate()
      .skipLocked()
      .execute()
    if (rows.length === 0) return []
    await notify(rows.map(({ key, message, raised_at }) => ({ key, message, raisedAt: raised_at })))
    const keys = rows.map(({ key }) => key)
    await transaction
      .updateTable('alarm')
      .set({ notified_at: sql<Date>`now()` })
      .where('key', 'in', keys)
      .execute()
    return keys
  })
}
