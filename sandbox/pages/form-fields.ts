import { html, type Html } from '../../src/html.js'
import type { Environment } from '../odoo/orm/environment.js'
import { modelOf } from '../odoo/orm/environment.js'
import { isReadonly, titled, type Field, type FieldType } from '../odoo/orm/field.js'
import type { Model } from '../odoo/orm/model.js'
import { displayNames } from '../odoo/orm/read.js'
import { search } from '../odoo/orm/search.js'

/** A related record is chosen from a list up to this length, else by its id. */
const CHOICES = 200

const EDITABLE: readonly FieldType[] = [
  'char',
  'text',
  'html',
  'integer',
  'float',
  'boolean',
  'date',
  'datetime',
  'selection',
  'many2one',
]

/** The fields of a model that its form lets a person change, in the order of the model. */
export const editableFields = ({ fields }: Model): [string, Field][] =>
  Object.entries(fields).filter(
    ([, field]) => EDITABLE.includes(field.type) && !isReadonly(field) && field.hidden !== true,
  )

export const labelOf = (name: string, field: Field): string => field.label ?? titled(name.replace(/^x_/, ''))

/** The input of a field with a value as `read` returns it. */
export async function inputOf(env: Environment, name: string, field: Field, value: unknown): Promise<Html> {
  const label = `${labelOf(name, field)}${field.required === true ? ' *' : ''}`
  const wide = field.type === 'text' || field.type === 'html'
  return html`<label class="${wide ? 'wide' : ''}">${label} ${await control(env, name, field, value)}</label>`
}

async function control(env: Environment, name: string, field: Field, value: unknown): Promise<Html> {
  const text = textOf(value)
  const required = field.required === true && html`required`
  switch (field.type) {
    case 'boolean':
      return html`<input type="checkbox" name="${name}" ${value === true && html`checked`} />`
    case 'selection':
      return select(field, name, field.selection ?? [], text)
    case 'many2one':
      return reference(env, name, field, Array.isArray(value) ? Number(value[0]) : null)
    case 'text':
    case 'html':
      return html`<textarea name="${name}" rows="3">${text}</textarea>`
    case 'date':
      return html`<input type="date" name="${name}" value="${text}" ${required} />`
    case 'datetime':
      return html`<input name="${name}" value="${text}" placeholder="2026-01-31 08:00:00" ${required} />`
    case 'integer':
    case 'float':
      return html`<input name="${name}" value="${text}" inputmode="decimal" />`
    default:
      return html`<input name="${name}" value="${text}" dir="auto" ${required} />`
  }
}

const select = (
  { required }: Field,
  name: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
): Html =>
  html`<select name="${name}" ${required === true && html`required`}>
    <option value=""></option>
    ${options.map(
      ([key, label]) => html`<option value="${key}" ${key === chosen && html`selected`}>${label}</option>`,
    )}
  </select>`

async function reference(env: Environment, name: string, field: Field, chosen: number | null): Promise<Html> {
  const target = modelOf(env, field.relation ?? '')
  const ids = await search(env, target, [], { limit: CHOICES + 1, order: 'id' })
  if (ids.length > CHOICES)
    return html`<input name="${name}" value="${chosen}" inputmode="numeric" placeholder="Id" />`
  const offered = chosen === null || ids.includes(chosen) ? ids : [chosen, ...ids]
  const names = await displayNames(env, target, offered)
  const options = offered.map((id) => [String(id), names.get(id) || `#${id}`] as const)
  return select(field, name, options, chosen === null ? '' : String(chosen))
}

/**
 * The fields of a sent form that differ from the record, as values for `create` or `write`. An
 * unchecked box is not sent, so every boolean field of the form counts.
 */
export function sentValues(
  model: Model,
  form: URLSearchParams,
  record: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, field] of editableFields(model)) {
    const before = record[name]
    if (field.type === 'boolean') {
      if (form.has(name) !== (before === true)) values[name] = form.has(name)
      continue
    }
    const sent = form.get(name)
    if (sent === null) continue
    const current = Array.isArray(before) ? String(before[0]) : textOf(before)
    if (sent.replaceAll('\r\n', '\n') === current) continue
    values[name] = sent === '' ? false : field.type === 'many2one' ? Number(sent) : sent
  }
  return values
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
