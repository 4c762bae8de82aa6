import { FailureType } from '../../contracts/failures.js'
import { OdooError, UNCLASSIFIED_REFUSAL } from './errors.js'
import type { FieldKind } from '../schema/fields.js'
import type { Changes, Model, Values } from '../schema/model.js'
import { requiredName, type ResolvedModel } from './resolution.js'
import { fieldOf, isId, toLoadText } from './values.js'

/** Namespace of our external ids. No module has this name, so no upgrade of Odoo touches them. */
export const NAMESPACE = '__orchestrator__'
const EXTERNAL_ID = /^[a-z0-9_]{1,100}$/

/**
 * A row identified by our own external id: updated if a record has that id, otherwise created.
 * Odoo keeps external ids unique, so this is safe in a race.
 */
export type Upsert<M extends Model> = Values<M> & { readonly externalId: string }
/** A row identified by its database id. The record must exist. */
export type Update<M extends Model> = Changes<M> & { readonly id: number }

/**
 * The two arguments of Odoo's `load`: columns, and rows of texts. An empty text clears the field,
 * so all rows must set the same fields.
 */
export interface LoadTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function loadTable(
  resolved: ResolvedModel,
  rows: readonly Readonly<Record<string, unknown>>[],
): LoadTable {
  const { model } = resolved
  const [first = {}] = rows
  const key = 'externalId' in first ? 'externalId' : 'id'
  const names = Object.keys(first).filter((name) => name !== key)
  if (rows.some((row) => !hasExactly(row, [key, ...names])))
    throw new TypeError('Rows of one load must set the same fields')
  return {
    columns: [key === 'id' ? '.id' : 'id', ...names.map((name) => column(resolved, name))],
    rows: rows.map((row) => [
      recordKey(model, key, row[key]),
      ...names.map((name) => toLoadText(model, name, row[name])),
    ]),
  }
}

const hasExactly = (row: object, names: readonly string[]) =>
  Object.keys(row).length === names.length && names.every((name) => name in row)

/** Returns `student_id/.id`: relations by database id, not by a name that two people may share. */
const column = (resolved: ResolvedModel, name: string) =>
  RELATIONAL.has(fieldOf(resolved.model, name).kind)
    ? `${requiredName(resolved, name)}/.id`
    : requiredName(resolved, name)

const RELATIONAL: ReadonlySet<FieldKind> = new Set(['many2one', 'many2many'])

function recordKey(model: Model, kind: 'externalId' | 'id', value: unknown): string {
  if (kind === 'id' && isId(value)) return `${value}`
  if (kind === 'externalId' && typeof value === 'string' && EXTERNAL_ID.test(value))
    return `${NAMESPACE}.${value}`
  throw new OdooError({
    type: FailureType.OdooRejected,
    exceptionName: `InvalidValue(${kind})`,
    model: model.name,
    method: 'load',
  })
}

/**
 * Returns the ids of the loaded records in the order of the rows. The call itself succeeds even if
 * Odoo stored nothing. In that case no row was stored, and `messages` say why.
 */
export function loadedIds(model: Model, rows: number, result: unknown): number[] {
  const { ids, messages } = (result ?? {}) as { ids?: unknown; messages?: unknown }
  if (Array.isArray(ids) && ids.length === rows && ids.every(isId)) return ids
  throw loadFailure(model, Array.isArray(messages) ? (messages as LoadMessage[]) : [])
}

interface LoadMessage {
  readonly type?: unknown
  readonly field?: unknown
  readonly message?: unknown
}

function loadFailure(model: Model, messages: readonly LoadMessage[]): OdooError {
  const errors = messages.filter(({ type }) => type !== 'warning')
  const text = errors.map(({ message }) => String(message)).join('\n')
  const failure = (type: FailureType, exceptionName: string) =>
    new OdooError({ type, exceptionName, model: model.name, method: 'load', serverMessage: text })
  if (errors.some(({ field }) => field === '.id')) return failure(FailureType.OdooMissing, 'LoadUnknownId')
  const field = errors.find((error) => typeof error.field === 'string')?.field
  return failure(
    FailureType.OdooRejected,
    typeof field === 'string' ? `LoadRefused(${field})` : UNCLASSIFIED_REFUSAL,
  )
}
