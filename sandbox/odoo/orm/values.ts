import { typeError, valueError } from './exceptions.js'
import type { Cell, Field } from './field.js'
import type { Model } from './model.js'

/** Converts a client's value for a column. Throws Odoo's ValueError like Python's conversion. */
export function toColumn(model: Model, name: string, field: Field, value: unknown): Cell {
  switch (field.type) {
    case 'integer':
      return empty(value) ? 0 : toInteger(value)
    case 'float':
      return empty(value) ? 0 : toFloat(value)
    case 'boolean':
      return Boolean(value) && value !== 'False' && value !== '0'
    case 'selection':
      return empty(value) || value === '' ? null : toOption(model, name, field, value)
    case 'date':
      return empty(value) || value === '' ? null : toDate(value)
    case 'datetime':
      return empty(value) || value === '' ? null : toDatetime(value)
    case 'many2one':
      return toReference(value)
    default:
      return empty(value) ? null : toText(value)
  }
}

/** What `read` returns for a stored value. Empty is false, or 0 for numbers. */
export function toClient(field: Field, cell: Cell | undefined): unknown {
  switch (field.type) {
    case 'integer':
    case 'float':
      return cell ?? 0
    case 'boolean':
      return cell ?? false
    case 'datetime':
      return typeof cell === 'string' ? cell.slice(0, 19) : false
    case 'one2many':
    case 'many2many':
      return cell ?? []
    default:
      return cell ?? false
  }
}

/** None and False both mean "no value". */
const empty = (value: unknown): value is null | undefined | false =>
  value === null || value === undefined || value === false

function toInteger(value: unknown): number {
  const number =
    typeof value === 'string' ? (/^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : NaN) : Number(value)
  if (Number.isNaN(number)) throw valueError(`invalid literal for int() with base 10: ${python(value)}`)
  return Math.trunc(number)
}

function toFloat(value: unknown): number {
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value)
  if (Number.isNaN(number)) throw valueError(`could not convert string to float: ${python(value)}`)
  return number
}

function toOption(model: Model, name: string, field: Field, value: unknown): string {
  if (field.selection?.some(([key]) => key === value)) return String(value)
  throw valueError(`Wrong value for ${model.name}.${name}: ${python(value)}`)
}

function toDate(value: unknown): string {
  const match = typeof value === 'string' && /^(\d{4}-\d{2}-\d{2})(?: .*)?$/.exec(value)
  if (match && match[1] && isCalendarDay(match[1])) return match[1]
  throw valueError(`time data ${python(value)} does not match format '%Y-%m-%d'`)
}

function toDatetime(value: unknown): string {
  const match =
    typeof value === 'string' &&
    /^(\d{4}-\d{2}-\d{2})(?: ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?)?$/.exec(value)
  if (match && match[1] && isCalendarDay(match[1]))
    return match[2] === undefined ? `${match[1]} 00:00:00` : match[0]
  throw valueError(`time data ${python(value)} does not match format '%Y-%m-%d %H:%M:%S'`)
}

function isCalendarDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

/**
 * An id, a `[id, name]` pair as `read` returns it, or an id as text. Odoo accepts all of them
 * silently.
 */
function toReference(value: unknown): number | null {
  if (Array.isArray(value)) return toReference(value[0])
  if (empty(value) || value === 0) return null
  const id = Number(value)
  return Number.isInteger(id) ? id : null
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value === true) return 'True'
  return JSON.stringify(value)
}

/** The ids a client passed: a list, or a single number. */
export function toIds(value: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : value === undefined || value === false
      ? []
      : [value]
  return list.filter((id): id is number => typeof id === 'number')
}

/** A dictionary argument. Throws TypeError for anything else. */
export function toDictionary(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw typeError(`'${typeof value}' object is not a mapping`)
}

/** Python uses single quotes, but double quotes around a text that contains only single ones. */
function pythonText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** A value as Python prints it in messages. */
export function python(value: unknown): string {
  if (typeof value === 'string') return pythonText(value)
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `(${value.map(python).join(', ')})`
  return JSON.stringify(value)
}
