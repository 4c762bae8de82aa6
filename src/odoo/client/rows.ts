import type { FieldName, Model, Row } from '../schema/model.js'
import { malformedResponse, OdooError } from './errors.js'
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

/**
 * Returns the result of a `search_read` as typed rows under logical names. `lenient`: a value that
 * does not match its declaration is returned as Odoo has it, null if it is empty.
 */
export function toRows<M extends Model, F extends FieldName<M>>(
  resolved: ResolvedModel<M>,
  fields: readonly F[],
  result: unknown,
  lenient = false,
): Row<M, F>[] {
  const { model } = resolved
  if (!Array.isArray(result)) throw malformedResponse(model.name, 'search_read')
  const convert = lenient ? leniently : fromOdoo
  const names = fields.map((logical) => [logical, technicalName(resolved, logical)] as const)
  return result.map((record: Record<string, unknown>) => {
    const values = names.map(([logical, name]) => [
      logical,
      name === null ? emptyValue(model, logical) : convert(model, logical, record[name]),
    ])
    if (!isId(record['id'])) throw malformedResponse(model.name, 'search_read')
    return { id: record['id'], ...Object.fromEntries(values) } as Row<M, F>
  })
}

function leniently(model: Model, name: string, raw: unknown): unknown {
  try {
    return fromOdoo(model, name, raw)
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    return raw === false ? null : raw
  }
}
