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

/**
 * Remembers the write date and the summary of rows whose content is as known: our own writes, and
 * those of others that changed nothing that is tracked.
 */
export async function refreshVersions(db: Store['db'], versions: readonly RowVersion[]): Promise<void> {
  const [first] = versions
  if (first === undefined) return
  // One row of JSON per version: arrays of unequal length do not fit into one of PostgreSQL's.
  const rows = versions.map(({ recordId, writeDate, hash, summary }) => ({
    record_id: recordId,
    write_date: writeDate,
    hash,
    group_key: summary?.group ?? null,
    figures: summary?.figures ?? null,
    checksums: summary?.checksums ?? null,
  }))
  await sql`
    update known_version set
      write_date = seen.write_date, group_key = seen.group_key,
      figures = seen.figures, checksums = seen.checksums
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as seen (
      record_id integer, write_date timestamptz, hash text,
      group_key text, figures double precision[], checksums integer[])
    where known_version.model = ${first.model} and known_version.record_id = seen.record_id
      and known_version.hash = seen.hash
      and (known_version.write_date is distinct from seen.write_date
        or known_version.group_key is distinct from seen.group_key)
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
    .map(({ model, recordId, writeDate, hash, summary, studentId = null }) => ({
      model,
      record_id: recordId,
      write_date: writeDate,
      hash,
      student_id: studentId,
      group_key: summary?.group ?? null,
      figures: summary && [...summary.figures],
      checksums: summary && [...summary.checksums],
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
          group_key: eb.ref('excluded.group_key'),
          figures: eb.ref('excluded.figures'),
          checksums: eb.ref('excluded.checksums'),
        })),
      )
      .execute()
  }
}
