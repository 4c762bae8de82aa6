import { crc32 } from 'node:zlib'
import type { RowSummary } from '../../src/domain/row-version.js'
import type { FieldName, Model } from '../../src/odoo/schema/model.js'
import { GROUPED_RELATIONS } from '../../src/odoo/schema/tracked-fields.js'

/** How the rows of a model are summed up: the same here and in Odoo (`Odoo.aggregate`). */
export interface SummaryFields<M extends Model> {
  readonly groupBy: readonly FieldName<M>[]
  readonly sums: readonly FieldName<M>[]
  /** All compared fields, in the order of the checksums. */
  readonly compared: readonly FieldName<M>[]
}

/**
 * A change of a selection or flag moves the row to another group, and one of a number or relation
 * changes a sum. A text or date changes nothing but the write date.
 */
export function summaryFields<M extends Model>(
  { fields }: M,
  names: readonly FieldName<M>[],
): SummaryFields<M> {
  const kindOf = (name: FieldName<M>) => fields[name]?.kind
  const isGrouped = (name: FieldName<M>) =>
    kindOf(name) === 'selection' ||
    kindOf(name) === 'boolean' ||
    (GROUPED_RELATIONS as readonly string[]).includes(name)
  const isSummed = (name: FieldName<M>) =>
    ['integer', 'float', 'many2one'].includes(kindOf(name) ?? '') && !isGrouped(name)
  const compared = names.filter((name) => name !== 'writeDate')
  return { groupBy: compared.filter(isGrouped), sums: compared.filter(isSummed), compared }
}

export function rowSummary<M extends Model>(
  { groupBy, sums, compared }: SummaryFields<M>,
  row: Readonly<Record<string, unknown>>,
): RowSummary {
  return {
    group: groupKey(groupBy.map((name) => row[name])),
    figures: sums.map((name) => Number(row[name] ?? 0)),
    // As PostgreSQL stores an integer.
    checksums: compared.map((name) => crc32(JSON.stringify(row[name] ?? null)) | 0),
  }
}

export const groupKey = (values: readonly unknown[]): string =>
  JSON.stringify(values.map((value) => value ?? null))
