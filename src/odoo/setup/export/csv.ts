import type { Resource, DesiredValue } from '../resource.js'
import { columnOf, type Tables } from './names.js'

/**
 * Fields and their options as CSV, which Odoo loads in one step. With XML, Odoo would rebuild all
 * its models after each field, and a one2many would have to follow its many2one.
 */
export function fieldsFile(tables: Tables, suite: string | null, fields: readonly Resource[]): string {
  const [first] = fields
  if (!first) return ''
  // Options are separate records, because translations need their external ids.
  const logical = Object.keys(first.values).filter((name) => name !== 'selection')
  const header = ['id', ...logical.map((name) => heading(tables, first, name))]
  return csv([
    header,
    ...fields.map((one) => [one.id, ...logical.map((name) => cell(suite, one.values[name] ?? null))]),
  ])
}

const heading = (tables: Tables, resource: Resource, logical: string): string => {
  const name = columnOf(tables, resource, logical)
  return logical === 'model' ? `${name}/id` : name
}

function cell(suite: string | null, value: DesiredValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value !== 'object') return String(value)
  if ('model' in value) return modelId(suite, value.model)
  throw new TypeError('A field may only refer to its model')
}

/**
 * External id of a model: ours by its resource, the suite's as Odoo names every model of a module.
 */
function modelId(suite: string | null, technical: string): string {
  const name = `model_${technical.replaceAll('.', '_')}`
  return technical.startsWith('x_') ? name : `${suite ?? ''}.${name}`
}

export interface Option {
  readonly id: string
  /** External id of the option's field. */
  readonly field: string
  readonly value: string
  readonly label: string
}

export const optionsFile = (options: readonly Option[]): string =>
  csv([
    ['id', 'field_id/id', 'value', 'name', 'sequence'],
    ...options.map(({ id, field, value, label }, index) => [id, field, value, label, `${index}`]),
  ])

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
