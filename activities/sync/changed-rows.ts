import type { RowVersion } from '../../src/domain/row-version.js'
import { isMovedBack, type PresentStatuses } from '../../src/domain/status-corrections.js'
import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Condition, FieldName, Model, Row } from '../../src/odoo/schema/model.js'
import { unknownVersions } from '../../src/store/known-versions.js'
import { readWrittenStatuses } from '../../src/store/last-notified.js'
import type { Store } from '../../src/store/store.js'
import { rowVersion } from './tracked-fields.js'

/** Rows per call. */
export const PAGE = 1_000

/** Rows of the window that are new or have changed. */
export async function changedRows<M extends Model, F extends FieldName<M>>(
  odoo: Odoo,
  store: Store,
  model: M,
  fields: readonly F[],
  domain: readonly Condition<M>[],
): Promise<ChangedRow<Row<M, F>>[]> {
  const changed: ChangedRow<Row<M, F>>[] = []
  for await (const rows of odoo.pages(model, domain, fields, { size: PAGE, archived: true }))
    changed.push(...(await changedOf(store, model, fields, rows)))
  return changed
}

interface ChangedRow<R> {
  readonly row: R
  readonly version: RowVersion
}

async function changedOf<R extends { readonly id: number }>(
  store: Store,
  model: Model,
  fields: readonly string[],
  rows: readonly R[],
): Promise<ChangedRow<R>[]> {
  const versions = rows.map((row) => ({ row, version: rowVersion(model, fields, { ...row }) }))
  const unknown = new Set(
    await unknownVersions(
      store,
      model.name,
      versions.map(({ version }) => version),
    ),
  )
  return versions.filter(({ version }) => unknown.has(version))
}

/**
 * The students of rows that have changed, or that have a status behind what we wrote. Such a status
 * need not be a change: the row may be again as it was when we corrected it.
 */
export async function studentsWithStatuses<M extends Model, F extends FieldName<M>>(
  odoo: Odoo,
  store: Store,
  model: M,
  { fields, tracked }: { readonly fields: readonly F[]; readonly tracked: readonly F[] },
  domain: readonly Condition<M>[],
  statusesOf: (row: Row<M, F>) => PresentStatuses & { readonly studentId: number },
): Promise<number[]> {
  const ids: number[] = []
  for await (const rows of odoo.pages(model, domain, fields, { size: PAGE, archived: true })) {
    const changed = new Set((await changedOf(store, model, tracked, rows)).map(({ row }) => row))
    const statuses = rows.map((row) => ({ row, ...statusesOf(row) }))
    const written = groupBy(
      await readWrittenStatuses(
        store,
        statuses.map(({ studentId }) => studentId),
      ),
      ({ studentId }) => studentId,
    )
    for (const { row, studentId, ...present } of statuses) {
      const isBehind = (written.get(studentId) ?? []).some((last) => isMovedBack(present, last.statuses))
      if (changed.has(row) || isBehind) ids.push(studentId)
    }
  }
  return ids
}
