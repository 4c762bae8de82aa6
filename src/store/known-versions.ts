import { sql, type Transaction } from 'kysely'
import type { Database } from './database.js'
import type { Store } from './store.js'
import type { RowVersion } from '../domain/row-version.js'

/** What we know about a row since a page last read it. */
interface KnownVersion {
  readonly hash: string
  /** null: nobody's. */
  readonly studentId: number | null
}

/** Returns what is known of these rows, by id. */
export async function knownVersions(
  store: Store,
  model: string,
  recordIds: readonly number[],
): Promise<ReadonlyMap<number, KnownVersion>> {
  if (recordIds.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('known_version')
    .select(['record_id', 'hash', 'student_id'])
    .where('model', '=', model)
    .where('record_id', '=', sql<number>`any(${recordIds}::integer[])`)
    .execute()
  return new Map(rows.map((row) => [row.record_id, { hash: row.hash, studentId: row.student_id }]))
}

/** Returns the rows whose content is new to us: what really changed. All rows of one model. */
export async function unknownVersions<V extends RowVersion>(
  store: Store,
  model: string,
  versions: readonly V[],
): Promise<V[]> {
  const ids = versions.map(({ recordId }) => recordId)
  const known = await knownVersions(store, model, ids)
  return versions.filter(({ recordId, hash }) => known.get(recordId)?.hash !== hash)
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
  const known = await knownVersions(store, model, recordIds)
  return new Map(
    [...known].flatMap(([id, { studentId }]) => (studentId === null ? [] : [[id, studentId] as const])),
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

/**
 * Remembers the write date and the summary of rows whose content is as known: our own writes, and
 * those of others that changed nothing that is tracked.
 */
export async function refreshVersions(db: Store['db'], versions: readonly RowVersion[]): Promise<void> {
  const [first] = versions
  if (first === undefined) return
  const rows = versions.map(rowOf)
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

/** `studentId`: whose row it is; without it, nobody's. */
export async function saveRowVersions(
  transaction: Transaction<Database>,
  versions: readonly (RowVersion & { readonly studentId?: number })[],
): Promise<void> {
  if (versions.length === 0) return
  // A statement must not touch a row twice.
  const distinct = new Map(versions.map((version) => [`${version.model} ${version.recordId}`, version]))
  const rows = [...distinct.values()].map((version) => ({
    ...rowOf(version),
    student_id: version.studentId ?? null,
  }))
  // Always in the same order, so that two pages cannot deadlock.
  await sql`
    insert into known_version (model, record_id, write_date, hash, student_id, group_key, figures, checksums)
    select model, record_id, write_date, hash, student_id, group_key, figures, checksums
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as seen (
      model text, record_id integer, write_date timestamptz, hash text, student_id integer,
      group_key text, figures double precision[], checksums integer[])
    order by model, record_id
    on conflict (model, record_id) do update set
      write_date = excluded.write_date, hash = excluded.hash, student_id = excluded.student_id,
      group_key = excluded.group_key, figures = excluded.figures, checksums = excluded.checksums
  `.execute(transaction)
}

/**
 * Returns the row of a version. Rows travel as JSON: arrays of unequal length do not fit into one
 * of PostgreSQL's.
 */
const rowOf = ({ model, recordId, writeDate, hash, summary }: RowVersion) => ({
  model,
  record_id: recordId,
  write_date: writeDate,
  hash,
  group_key: summary?.group ?? null,
  figures: summary?.figures ?? null,
  checksums: summary?.checksums ?? null,
})
