import type { FieldName, Model, Row } from '../schema/model.js'
import { malformedResponse } from './errors.js'
import { requiredName, technicalName, type ResolvedModel } from './resolution.js'
import { emptyValue, fromOdoo, isId, toStored } from './values.js'

/**
 * Returns the technical names of the fields to read. `id` is always one of them: without any name
 * Odoo reads all fields.
 */
export const technicalNames = (resolved: ResolvedModel, fields: readonly string[]): string[] => [
  'id',
  ...fields.flatMap((name) => technicalName(resolved, name) ?? []),
]

/** Returns the values under technical names and in the form that Odoo stores. */
export const toTechnicalValues = (resolved: ResolvedModel, values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [requiredName(resolved, name), toStored(resolved.model, name, value)]),
  )

/** Returns the result of a `search_read` as typed rows under logical names. */
export function toRows<M extends Model, F extends FieldName<M>>(
  resolved: ResolvedModel<M>,
  fields: readonly F[],
  result: unknown,
): Row<M, F>[] {
  const { model } = resolved
  if (!Array.isArray(result)) throw malformedResponse(model.name, 'search_read')
  const names = fields.map((logical) => [logical, technicalName(resolved, logical)] as const)
  return result.map((record: Record<string, unknown>) => {
    const values = names.map(([logical, name]) => [
      logical,
      name === null ? emptyValue(model, logical) : fromOdoo(model, logical, record[name]),
    ])
    if (!isId(record['id'])) throw malformedResponse(model.name, 'search_read')
    return { id: record['id'], ...Object.fromEntries(values) } as Row<M, F>
  })
}
