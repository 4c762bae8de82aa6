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
    .where('student_id', 'in', studentIds)
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

export async function recordFactsNotified(
  db: Store['db'],
  { programId, studentId }: Application,
  { version, contactId }: { readonly version: string; readonly contactId: number | null },
): Promise<void> {
  const facts = { facts_version: version, contact_id: contactId }
  await db
    .insertInto('last_notified')
    .values({
      program_id: programId,
      student_id: studentId,
      ...facts,
      snapshot: null,
      snapshot_read_at: null,
    })
    .onConflict((row) => row.columns(['program_id', 'student_id']).doUpdateSet(facts))
    .execute()
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
    .where('student_id', 'in', studentIds)
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
export async function forgetSnapshot(db: Store['db'], { programId, studentId }: Application): Promise<void> {
  await db
    .updateTable('last_notified')
    .set({ snapshot: null, snapshot_read_at: null })
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .execute()
}

/** Records the snapshot unless a newer one is stored. */
export async function recordSnapshotNotified(
  db: Store['db'],
  { programId, studentId }: Application,
  snapshot: ProgramSnapshot,
): Promise<void> {
  const values = { snapshot: JSON.stringify(snapshot), snapshot_read_at: snapshot.readAt }
  await db
    .insertInto('last_notified')
    .values({
      program_id: programId,
      student_id: studentId,
      facts_version: null,
      contact_id: null,
      ...values,
    })
    .onConflict((row) =>
      row
        .columns(['program_id', 'student_id'])
        .doUpdateSet(values)
        .where((eb) =>
          eb.or([
            eb('last_notified.snapshot_read_at', 'is', null),
            eb('last_notified.snapshot_read_at', '<=', new Date(snapshot.readAt)),
          ]),
        ),
    )
    .execute()
}
