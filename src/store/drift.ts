import { sql, type Insertable, type Selectable } from 'kysely'
import type { DriftClass, DriftState } from '../domain/drift.js'
import type { Store } from './store.js'
import type { ReconciliationTables } from './tables/reconciliation.js'

/** The differences that a reconciliation has found. */

export type Drift = Selectable<ReconciliationTables['drift']>
export type NewDrift = Omit<Insertable<ReconciliationTables['drift']>, 'id' | 'run_id' | 'state' | 'found_at'>

/** Saves what was found. One that was found before in this run is kept as it is. */
export async function saveDrift({ db }: Store, runId: number, found: readonly NewDrift[]): Promise<void> {
  if (found.length === 0) return
  await db
    .insertInto('drift')
    .values(found.map((one) => ({ ...one, run_id: runId })))
    .onConflict((row) => row.doNothing())
    .execute()
}

/** Forgets what a comparison had found that is now repeated. */
export async function clearDrift({ db }: Store, runId: number, model: string): Promise<void> {
  await db.deleteFrom('drift').where('run_id', '=', runId).where('model', '=', model).execute()
}

export async function driftOf(
  { db }: Store,
  runId: number,
  { state, after, limit }: { readonly state?: DriftState; readonly after: number; readonly limit: number },
): Promise<Drift[]> {
  return db
    .selectFrom('drift')
    .selectAll()
    .where('run_id', '=', runId)
    .where('id', '>', after)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'found'))
    .orderBy('id')
    .limit(limit)
    .execute()
}

export interface DriftCount {
  readonly class: DriftClass
  readonly model: string
  readonly state: DriftState
  readonly count: number
}

export async function countDrift({ db }: Store, runId: number): Promise<DriftCount[]> {
  return db
    .selectFrom('drift')
    .select(({ fn }) => ['class', 'model', 'state', fn.countAll<number>().as('count')])
    .where('run_id', '=', runId)
    .groupBy(['class', 'model', 'state'])
    .orderBy('class')
    .orderBy('model')
    .orderBy('state')
    .execute()
}

/** Returns how many students the repair of a run would concern, and how many we know. */
export async function studentsConcerned(
  { db }: Store,
  runId: number,
  studentModel: string,
): Promise<{ concerned: number; known: number }> {
  const { rows } = await sql<{ concerned: number; known: number }>`
    select
      (select count(distinct student) from drift, unnest(array[student_id, former_student_id]) student
        where run_id = ${runId} and student is not null) as concerned,
      (select count(*) from known_version where model = ${studentModel}) as known
  `.execute(db)
  return rows[0] ?? { concerned: 0, known: 0 }
}

/** Marks drift as being dealt with. */
export async function markDrift(db: Store['db'], ids: readonly number[], state: DriftState): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('drift')
    .set({ state })
    .where('id', 'in', [...ids])
    .execute()
}

/**
 * Marks as repaired what concerned students who have left the queue since. Returns how much drift
 * still waits.
 */
export async function settleDrift({ db }: Store, runId: number): Promise<number> {
  const waits = sql<boolean>`exists (
    select from changed_student
    where changed_student.student_id in (drift.student_id, drift.former_student_id))`
  await db
    .updateTable('drift')
    .set({ state: sql<DriftState>`case when action = 'person' then 'handed_over' else 'repaired' end` })
    .where('run_id', '=', runId)
    .where('state', '=', 'noticed')
    .where(sql<boolean>`not ${waits}`)
    .execute()
  const { count } = await db
    .selectFrom('drift')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('run_id', '=', runId)
    .where('state', '=', 'noticed')
    .executeTakeFirstOrThrow()
  return count
}

/** Returns students who are in the queue: they are about to be read again. */
export async function queuedAmong({ db }: Store, students: readonly number[]): Promise<ReadonlySet<number>> {
  if (students.length === 0) return new Set()
  const rows = await db
    .selectFrom('changed_student')
    .select('student_id')
    .where('student_id', 'in', [...students])
    .execute()
  return new Set(rows.map((row) => row.student_id))
}
