import type { Resource, WantedValue } from '../resource.js'
import { columnOf, type Tables } from './names.js'

/**
 * Fields and their options as CSV, which Odoo loads in one go. As XML each field is made by itself, and each time Odoo builds all its models
 * anew; and a one2many would have to stand behind the many2one that it turns round.
 */
export function fieldsFile(tables: Tables, suite: string | null, fields: readonly Resource[]): string {
  const [first] = fields
  if (!first) return ''
  // Options are records of their own here: so they have external ids, by which they are translated.
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

function cell(suite: string | null, value: WantedValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value !== 'object') return String(value)
  if ('model' in value) return modelId(suite, value.model)
  throw new TypeError('A field refers to nothing but its model')
}

/** External id of a model's entry: ours by that of its resource, the suite's by that which Odoo gives to every model of a module. */
function modelId(suite: string | null, technical: string): string {
  const name = `model_${technical.replaceAll('.', '_')}`
  return technical.startsWith('x_') ? name : `${suite ?? ''}.${name}`
}

export interface Option {
  readonly id: string
  /** External id of its field. */
  readonly field: string
  readonly value: string
  readonly label: string
}

export const optionsFile = (options: readonly Option[]): string =>
  csv([
    ['id', 'field_id/id', 'value', 'name', 'sequence'],
    ...options.map(({ id, field, value, label }, index) => [id, field, value, label, String(index)]),
  ])

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
