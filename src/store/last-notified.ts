import { sql } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import type { WrittenStatuses } from '../domain/status-corrections.js'
import type { Store } from './store.js'

/** What the workflows of an application were last notified of. */
export interface LastNotified extends Application {
  readonly factsVersion: string | null
  readonly contactId: number | null
  readonly snapshot: ProgramSnapshot | null
  /** The statuses in Odoo that its workflows last wrote. */
  readonly statuses: WrittenStatuses | null
}

/** Returns all applications of these students whose workflows were ever notified. */
export async function readLastNotified(store: Store, studentIds: readonly number[]): Promise<LastNotified[]> {
  if (studentIds.length === 0) return []
  const rows = await store.db
    .selectFrom('last_notified')
    .select(['program_id', 'student_id', 'facts_version', 'contact_id', 'snapshot', 'statuses'])
    .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .execute()
  return rows.map((row) => ({
    programId: row.program_id,
    studentId: row.student_id,
    factsVersion: row.facts_version,
    contactId: row.contact_id,
    snapshot: row.snapshot,
    statuses: row.statuses,
  }))
}

/** The facts that an enrollment was notified of. */
export interface FactsNotified extends Application {
  readonly version: string
  readonly contactId: number | null
}

/** Records them, each application at most once. */
export async function recordFactsNotified(db: Store['db'], facts: readonly FactsNotified[]): Promise<void> {
  if (facts.length === 0) return
  // Always in the same order, so that two pages cannot deadlock.
  await sql`
    insert into last_notified (program_id, student_id, facts_version, contact_id)
    select * from unnest(
      ${facts.map(({ programId }) => programId)}::integer[],
      ${facts.map(({ studentId }) => studentId)}::integer[],
      ${facts.map(({ version }) => version)}::text[],
      ${facts.map(({ contactId }) => contactId)}::integer[]
    ) as notified (program_id, student_id, facts_version, contact_id)
    order by program_id, student_id
    on conflict (program_id, student_id) do update set
      facts_version = excluded.facts_version, contact_id = excluded.contact_id
  `.execute(db)
}

/** Records that the workflow of an application knows the contact, because it linked it itself. */
export async function recordContactNotified(
  db: Store['db'],
  { programId, studentId }: Application,
  contactId: number,
): Promise<void> {
  await db
    .updateTable('last_notified')
    .set({ contact_id: contactId })
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .execute()
}

/** Returns the statuses that the workflows of these students last wrote, by application. */
export async function readWrittenStatuses(
  store: Store,
  studentIds: readonly number[],
): Promise<{ readonly studentId: number; readonly statuses: WrittenStatuses }[]> {
  if (studentIds.length === 0) return []
  const rows = await store.db
    .selectFrom('last_notified')
    .select(['student_id', 'statuses'])
    .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .execute()
  return rows.flatMap(({ student_id: studentId, statuses }) =>
    statuses === null ? [] : [{ studentId, statuses }],
  )
}

/**
 * Records the statuses that the workflows of an application have written. The courses are added to
 * those of earlier writes.
 */
export async function recordStatusesWritten(
  store: Store,
  { programId, studentId }: Application,
  written: WrittenStatuses,
): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    const earlier = await db
      .selectFrom('last_notified')
      .select('statuses')
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .forUpdate()
      .executeTakeFirst()
    const statuses = JSON.stringify({
      state: written.state,
      integration: written.integration ?? earlier?.statuses?.integration ?? null,
      courses: { ...earlier?.statuses?.courses, ...written.courses },
    })
    await db
      .insertInto('last_notified')
      .values({
        program_id: programId,
        student_id: studentId,
        facts_version: null,
        contact_id: null,
        statuses,
        snapshot: null,
        snapshot_read_at: null,
      })
      .onConflict((row) => row.columns(['program_id', 'student_id']).doUpdateSet({ statuses }))
      .execute()
  })
}

/** The next snapshot of the application is sent to its workflow, whatever it says. */
export const forgetSnapshot = (db: Store['db'], { programId, studentId }: Application): Promise<void> =>
  forgetSnapshots(db, programId, [studentId])

/** The same for the students of a program. */
export async function forgetSnapshots(
  db: Store['db'],
  programId: number,
  studentIds: readonly number[],
): Promise<void> {
  await db
    .updateTable('last_notified')
    .set({ snapshot: null, snapshot_read_at: null })
    .where('program_id', '=', programId)
    .where('student_id', '=', sql<number>`any(${[...studentIds]}::integer[])`)
    .execute()
}

/** The snapshot that a training was notified of. */
export interface SnapshotNotified extends Application {
  readonly snapshot: ProgramSnapshot
}

/** Records them, each application at most once, unless a newer snapshot is stored. */
export async function recordSnapshotsNotified(
  db: Store['db'],
  notified: readonly SnapshotNotified[],
): Promise<void> {
  if (notified.length === 0) return
  // Always in the same order, so that two pages cannot deadlock.
  await sql`
    insert into last_notified (program_id, student_id, snapshot, snapshot_read_at)
    select program_id, student_id, snapshot::jsonb, read_at from unnest(
      ${notified.map(({ programId }) => programId)}::integer[],
      ${notified.map(({ studentId }) => studentId)}::integer[],
      ${notified.map(({ snapshot }) => JSON.stringify(snapshot))}::text[],
      ${notified.map(({ snapshot }) => snapshot.readAt)}::timestamptz[]
    ) as notified (program_id, student_id, snapshot, read_at)
    order by program_id, student_id
    on conflict (program_id, student_id) do update set
      snapshot = excluded.snapshot, snapshot_read_at = excluded.snapshot_read_at
    where last_notified.snapshot_read_at is null
      or last_notified.snapshot_read_at <= excluded.snapshot_read_at
  `.execute(db)
}
