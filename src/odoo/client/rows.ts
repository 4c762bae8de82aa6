import type { FieldName, Model, Row } from '../schema/model.js'
import { malformedResponse, OdooError } from './errors.js'
import { isRecord } from './http-client.js'
import { requiredName, technicalName, type ResolvedModel } from './resolution.js'
import { emptyValue, fieldOf, fromOdoo, isId, toStored } from './values.js'

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

/** A row that cannot be used, because a value is not one of its field. */
export interface UnreadableRow {
  readonly model: string
  readonly id: number
  /** Names the field, never the value. */
  readonly problem: string
  /** The ids that it points to, as far as they can be read, by logical name. */
  readonly relations: Readonly<Record<string, number | null>>
}

interface RowOptions {
  /** A value that does not match its declaration is returned as Odoo has it, null if empty. */
  readonly lenient: boolean
  /** Rows that cannot be read are left out and handed to it. Without it, one fails the call. */
  readonly setAside: ((row: UnreadableRow) => void) | undefined
}

/**
 * Returns the result of a `search_read` as typed rows under logical names.
 */
export function toRows<M extends Model, F extends FieldName<M>>(
  resolved: ResolvedModel<M>,
  fields: readonly F[],
  result: readonly unknown[],
  { lenient, setAside }: RowOptions,
): Row<M, F>[] {
  const { model } = resolved
  const convert = lenient ? leniently : fromOdoo
  const names = fields.map((logical) => [logical, technicalName(resolved, logical)] as const)
  return result.flatMap((record) => {
    const id = idOf(model, record)
    try {
      const row: Record<string, unknown> = { id }
      for (const [logical, name] of names)
        row[logical] =
          name === null
            ? emptyValue(model, logical)
            : convert(model, logical, (record as Record<string, unknown>)[name])
      return [row as Row<M, F>]
    } catch (error) {
      if (!setAside || !(error instanceof OdooError)) throw error
      const relations = relationsOf(model, names, record)
      setAside({ model: model.name, id, problem: error.exceptionName, relations })
      return []
    }
  })
}

function relationsOf(
  model: Model,
  names: readonly (readonly [logical: string, name: string | null])[],
  record: unknown,
): Record<string, number | null> {
  const values = record as Record<string, unknown>
  return Object.fromEntries(
    names.flatMap(([logical, name]): [string, number | null][] => {
      const raw = name === null ? false : values[name]
      if (fieldOf(model, logical).kind !== 'many2one') return []
      return isId(raw) ? [[logical, raw]] : raw === false ? [[logical, null]] : []
    }),
  )
}

/** Returns the id of a received row. */
export function idOf(model: Model, record: unknown): number {
  const id = isRecord(record) ? record['id'] : undefined
  if (!isId(id)) throw malformedResponse(model.name, 'search_read')
  return id
}

function leniently(model: Model, name: string, raw: unknown): unknown {
  const asItIs = raw === false ? null : raw
  try {
    // A selection key that we do not know would read as null.
    return fromOdoo(model, name, raw) ?? asItIs
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    return asItIs
  }
}
