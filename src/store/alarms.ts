import { sql } from 'kysely'
import { messageOf, type Said, type Sentence } from '../domain/sentences/sentence.js'
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
  /** Of the message; null: of an earlier version. */
  readonly sentences: readonly Sentence[] | null
  readonly raisedAt: Date
  readonly lastSeenAt: Date
  /** null: the operator was not emailed yet. */
  readonly notifiedAt: Date | null
}

export interface NewAlarm {
  readonly key: string
  readonly said: Said
  /** The alarm opens only if it is not cleared for so long. Milliseconds; default: at once. */
  readonly afterMs?: number
}

/**
 * A fault that is back within this time has never been over, and an end is reported only after it.
 * PostgreSQL interval.
 */
const SETTLED = '1 minute'

/**
 * Raises an alarm, or renews the open one. Returns true if it was not open before. Times are the
 * database's, because the clocks of workers may differ.
 */
export async function raiseAlarm(
  store: Pick<Store, 'db'>,
  { key, said, afterMs = 0 }: NewAlarm,
): Promise<boolean> {
  const { message, sentences } = messageOf(said)
  const content = { message, sentences: JSON.stringify(sentences) }
  const opens = sql<Date>`now() + make_interval(secs => ${afterMs / 1000})`
  const reopened = sql<boolean>`alarm.cleared_at is not null
    and (alarm.raised_at > alarm.cleared_at or alarm.cleared_at < now() - ${SETTLED}::interval)`
  const row = await store.db
    .insertInto('alarm')
    .values({
      key,
      ...content,
      raised_at: opens,
      notified_at: null,
      cleared_at: null,
      end_notified_at: null,
    })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        ...content,
        raised_at: sql<Date>`case when ${reopened} then ${opens} else alarm.raised_at end`,
        notified_at: sql<Date | null>`case when ${reopened} then null else alarm.notified_at end`,
        last_seen_at: sql<Date>`now()`,
        cleared_at: null,
        end_notified_at: null,
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
    sentences: row.sentences,
    raisedAt: row.raised_at,
    lastSeenAt: row.last_seen_at,
    notifiedAt: row.notified_at,
  }))
}

/** What the operator does not know yet. */
export interface AlarmNews {
  readonly opened: readonly Pick<Alarm, 'key' | 'message' | 'sentences' | 'raisedAt'>[]
  /** Alarms that they know and that are over. */
  readonly ended: readonly (Pick<Alarm, 'key' | 'message' | 'sentences'> & { readonly clearedAt: Date })[]
}

/** Whether there is something that the operator does not know yet. */
export async function hasAlarmNews(store: Store): Promise<boolean> {
  const [opened, ended] = await Promise.all([newAlarms(store.db).execute(), endedAlarms(store.db).execute()])
  return opened.length + ended.length > 0
}

/**
 * Notifies the operator of alarms that have opened or are over, with one call of `notify`. They
 * count as notified when it returns; when it throws, the next call tries again. Two processes never
 * notify of the same alarm.
 */
export function notifyOfAlarms(store: Store, notify: (news: AlarmNews) => Promise<void>): Promise<void> {
  return store.db.transaction().execute(async (transaction) => {
    const opened = await newAlarms(transaction).forUpdate().skipLocked().execute()
    const ended = await endedAlarms(transaction).forUpdate().skipLocked().execute()
    if (opened.length + ended.length === 0) return
    await notify({ opened, ended })
    await setNow(transaction, 'notified_at', opened)
    await setNow(transaction, 'end_notified_at', ended)
  })
}

const newAlarms = (db: Store['db']) =>
  db
    .selectFrom('alarm')
    .select(['key', 'message', 'sentences', 'raised_at as raisedAt'])
    .where('cleared_at', 'is', null)
    .where('raised_at', '<=', sql<Date>`now()`)
    .where('notified_at', 'is', null)
    .orderBy('raised_at')
    .orderBy('key')

const endedAlarms = (db: Store['db']) =>
  db
    .selectFrom('alarm')
    .select(['key', 'message', 'sentences', sql<Date>`cleared_at`.as('clearedAt')])
    .where('notified_at', 'is not', null)
    .where('end_notified_at', 'is', null)
    .where('cleared_at', '<', sql<Date>`now() - ${SETTLED}::interval`)
    .orderBy('cleared_at')
    .orderBy('key')

async function setNow(
  db: Store['db'],
  column: 'notified_at' | 'end_notified_at',
  alarms: readonly { readonly key: string }[],
): Promise<void> {
  if (alarms.length === 0) return
  const keys = alarms.map(({ key }) => key)
  await db
    .updateTable('alarm')
    .set({ [column]: sql<Date>`now()` })
    .where('key', 'in', keys)
    .execute()
}
