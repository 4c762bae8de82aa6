import { sql, type Transaction } from 'kysely'
import type { Database } from './database.js'
import type { Store } from './store.js'
import type { RowVersion } from './tables/sync.js'

/** The given rows whose content is not known in this version: what really changed. One model a call. */
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

/** Ids of all records of a model of which any version is known. */
export async function knownRecords(store: Store, model: string): Promise<number[]> {
  const rows = await store.db
    .selectFrom('known_version')
    .select('record_id')
    .where('model', '=', model)
    .execute()
  return rows.map((row) => row.record_id)
}

/** Rows a statement; PostgreSQL takes at most 65,535 parameters. */
const BATCH = 5_000

export async function saveRowVersions(
  transaction: Transaction<Database>,
  versions: readonly RowVersion[],
): Promise<void> {
  // One statement may not touch a row twice.
  const rows = [
    ...new Map(versions.map((version) => [`${version.model} ${version.recordId}`, version])).values(),
  ]
    // Always in one order, so that two pages at once cannot wait for each other.
    .sort((a, b) => a.model.localeCompare(b.model) || a.recordId - b.recordId)
    .map(({ model, recordId, writeDate, hash }) => ({
      model,
      record_id: recordId,
      write_date: writeDate,
      hash,
    }))
  for (let at = 0; at < rows.length; at += BATCH) {
    await transaction
      .insertInto('known_version')
      .values(rows.slice(at, at + BATCH))
      .onConflict((row) =>
        row.columns(['model', 'record_id']).doUpdateSet((eb) => ({
          write_date: eb.ref('excluded.write_date'),
          hash: eb.ref('excluded.hash'),
        })),
      )
      .execute()
  }
}
