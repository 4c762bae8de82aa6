import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'
import type { Field, FieldKind } from '../schema/fields.js'
import { dateFromOdoo, instantFromOdoo, instantToOdoo } from './instants.js'
import type { Model } from '../schema/model.js'

/** A many2many is written as a command: Odoo's `(6, 0, ids)`. */
type OdooValue = string | number | boolean | readonly [readonly [6, 0, readonly number[]]]

/** Odoo's integers and ids are PostgreSQL's int4. */
const INT4 = 2 ** 31

/**
 * Converts a value from Odoo (`false` means empty, a many2one is a plain id) to the type that
 * `fields.ts` describes. A value that does not match the declaration is an `OdooSchema` failure. It
 * names the field, not the value.
 */
export function fromOdoo(model: Model, name: string, raw: unknown): unknown {
  const field = fieldOf(model, name)
  const value = parse(field, raw)
  if (value === undefined) throw unexpectedValue(model, name)
  // A required text may be empty if the field became required later. It must not stop a page of
  // students.
  if (value === null && field.options.required) {
    if (field.kind === 'char' || field.kind === 'text') return ''
    if (field.kind === 'selection') return null
    throw unexpectedValue(model, name)
  }
  return value
}

/**
 * Converts a value to Odoo's format; `false` means empty. For many invalid values (`'3'` or `true`
 * for a many2one) Odoo silently stores something else or nothing. So they are rejected here:
 * `OdooRejected`, naming the field.
 */
export function toOdoo(model: Model, name: string, value: unknown): OdooValue {
  const field = fieldOf(model, name)
  const raw = value === null ? empty(field) : format(field, value)
  if (raw === undefined) throw invalidValue(model, name)
  return raw
}

/** Converts a value to be stored: in Odoo's format and within the declared range. */
export function toStored(model: Model, name: string, value: unknown): OdooValue {
  const raw = toOdoo(model, name, value)
  const { range } = fieldOf(model, name).options
  if (range && typeof raw === 'number' && (raw < range[0] || raw > range[1])) throw invalidValue(model, name)
  return raw
}

/** Converts a value to the text that `load` expects. The empty text means empty. */
export function toLoadText(model: Model, name: string, value: unknown): string {
  const raw = toStored(model, name, value)
  if (Array.isArray(value)) return value.join(',')
  if (raw === false && fieldOf(model, name).kind !== 'boolean') return ''
  return typeof raw === 'boolean' ? (raw ? '1' : '0') : String(raw)
}

/** Returns the value of a field that the server does not have. */
export const emptyValue = (model: Model, name: string): unknown => {
  const { kind } = fieldOf(model, name)
  return kind === 'one2many' || kind === 'many2many' ? [] : parse(fieldOf(model, name), false)
}

/** Returns the declared field. A name that is not declared is an `OdooSchema` failure. */
export function fieldOf(model: Model, name: string): Field {
  const field = model.fields[name]
  if (!field) {
    throw new OdooError({
      type: FailureType.OdooSchema,
      exceptionName: `UndeclaredField(${name})`,
      model: model.name,
      method: 'declare',
    })
  }
  return field
}

export const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < INT4

const isInt4 = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < INT4

/** Returns undefined when `received` is not a value of this field. */
function parse(field: Field, received: unknown): unknown {
  const raw = received === null ? false : received
  switch (field.kind) {
    case 'boolean':
      return typeof raw === 'boolean' ? raw : undefined
    case 'integer':
      return raw === false ? 0 : isInt4(raw) ? raw : undefined
    case 'float':
      return raw === false ? 0 : Number.isFinite(raw) ? raw : undefined
    case 'many2one':
      return raw === false ? null : isId(raw) ? raw : undefined
    case 'date':
      return raw === false ? null : typeof raw === 'string' ? dateFromOdoo(raw) : undefined
    case 'datetime':
      return raw === false ? null : typeof raw === 'string' ? instantFromOdoo(raw) : undefined
    case 'selection':
      // A value that an app or staff added is unknown, like an empty one.
      return raw === false ? null : typeof raw !== 'string' ? undefined : isKey(field, raw) ? raw : null
    case 'one2many':
    case 'many2many':
      return Array.isArray(raw) && raw.every(isId) ? raw : undefined
    default:
      return raw === false ? null : typeof raw === 'string' ? raw : undefined
  }
}

function format(field: Field, value: unknown): OdooValue | undefined {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'integer':
      return isInt4(value) ? value : undefined
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'many2one':
      return isId(value) ? value : undefined
    case 'many2many':
      return Array.isArray(value) && value.every(isId) ? [[6, 0, value]] : undefined
    case 'date':
      return typeof value === 'string' ? dateFromOdoo(value) : undefined
    case 'datetime':
      return typeof value === 'string' ? instantToOdoo(value) : undefined
    case 'selection':
      return isKey(field, value) ? value : undefined
    default:
      return typeof value === 'string' ? value : undefined
  }
}

/** Numbers and booleans have no empty value in Odoo. */
const empty = (field: Field) => (NEVER_EMPTY.has(field.kind) ? undefined : false)

const NEVER_EMPTY: ReadonlySet<FieldKind> = new Set(['integer', 'float', 'boolean', 'one2many', 'many2many'])

const isKey = (field: Field, value: unknown): value is string =>
  typeof value === 'string' && (field.keys?.includes(value) ?? true)

function unexpectedValue(model: Model, name: string): OdooError {
  return new OdooError({
    type: FailureType.OdooSchema,
    exceptionName: `UnexpectedValue(${name})`,
    model: model.name,
    method: 'read',
  })
}

function invalidValue(model: Model, name: string): OdooError {
  return new OdooError({
    type: FailureType.OdooRejected,
    exceptionName: `InvalidValue(${name})`,
    model: model.name,
    method: 'write',
  })
}
