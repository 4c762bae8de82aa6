import { sql, type Transaction } from 'kysely'
import type { Database } from './database.js'
import type { Store } from './store.js'
import type { RowVersion } from '../domain/row-version.js'

/** Returns the rows whose content is new to us: what really changed. All rows of one model. */
export async function unknownVersions<V extends RowVersion>(
  store: Store,
  model: string,
  versions: readonly V[],
): Promise<V[]> {
  if (versions.length === 0) return []
  const known = await store.db
    .selectFrom('known_version')
    .select(['record_id', 'hash'])
    .where('model', '=', model)
    .where('record_id', '=', sql<number>`any(${versions.map((version) => version.recordId)}::integer[])`)
    .execute()
  const hashes = new Map(known.map((row) => [row.record_id, row.hash]))
  return versions.filter((version) => hashes.get(version.recordId) !== version.hash)
}

/** Returns the ids of all known records of a model. */
export async function knownRecords(store: Store, model: string): Promise<number[]> {
  const rows = await store.db
    .selectFrom('known_version')
    .select('record_id')
    .where('model', '=', model)
    .execute()
  return rows.map((row) => row.record_id)
}

/** Returns whose rows these were when they were last read. */
export async function knownStudents(
  store: Store,
  model: string,
  recordIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (recordIds.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('known_version')
    .select(['record_id', 'student_id'])
    .where('model', '=', model)
    .where('record_id', '=', sql<number>`any(${recordIds}::integer[])`)
    .execute()
  return new Map(
    rows.flatMap((row) => (row.student_id === null ? [] : [[row.record_id, row.student_id] as const])),
  )
}

/** Returns the rows of a model that were written last, as far as we know. The newest first. */
export const newestVersions = (
  { db }: Store,
  model: string,
  limit: number,
): Promise<{ readonly recordId: number; readonly writtenAt: Date }[]> =>
  db
    .selectFrom('known_version')
    .select(['record_id as recordId', sql<Date>`write_date`.as('writtenAt')])
    .where('model', '=', model)
    .where('write_date', 'is not', null)
    .orderBy('write_date', 'desc')
    .limit(limit)
    .execute()

/** Corrects the write dates of rows whose content is known. */
export async function setStamps(
  { db }: Store,
  rows: readonly { readonly model: string; readonly id: number; readonly writtenAt: number }[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update known_version set write_date = to_timestamp(stamp.seconds) from unnest(
      ${rows.map(({ model }) => model)}::text[], ${rows.map(({ id }) => id)}::integer[],
      ${rows.map(({ writtenAt }) => writtenAt / 1_000)}::float8[]
    ) as stamp (model, id, seconds)
    where known_version.model = stamp.model and known_version.record_id = stamp.id
  `.execute(db)
}

/** Forgets rows that no longer exist. */
export async function forgetVersions(
  transaction: Transaction<Database>,
  model: string,
  recordIds: readonly number[],
): Promise<void> {
  if (recordIds.length === 0) return
  await transaction
    .deleteFrom('known_version')
    .where('model', '=', model)
    .where('record_id', '=', sql<number>`any(${recordIds}::integer[])`)
    .execute()
}

/** Rows per statement. PostgreSQL accepts at most 65,535 parameters. */
const BATCH = 5_000

/** `studentId`: whose row it is; without it, nobody's. */
export async function saveRowVersions(
  transaction: Transaction<Database>,
  versions: readonly (RowVersion & { readonly studentId?: number })[],
): Promise<void> {
  // A statement must not touch a row twice.
  const rows = [
    ...new Map(versions.map((version) => [`${version.model} ${version.recordId}`, version])).values(),
  ]
    // Always in the same order, so that two pages cannot deadlock.
    .sort((a, b) => a.model.localeCompare(b.model) || a.recordId - b.recordId)
    .map(({ model, recordId, writeDate, hash, studentId = null }) => ({
      model,
      record_id: recordId,
      write_date: writeDate,
      hash,
      student_id: studentId,
    }))
  for (let at = 0; at < rows.length; at += BATCH) {
    await transaction
      .insertInto('known_version')
      .values(rows.slice(at, at + BATCH))
      .onConflict((row) =>
        row.columns(['model', 'record_id']).doUpdateSet((eb) => ({
          write_date: eb.ref('excluded.write_date'),
          hash: eb.ref('excluded.hash'),
          student_id: eb.ref('excluded.student_id'),
        })),
      )
      .execute()
  }
}
