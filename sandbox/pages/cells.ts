import { html, type Html } from '../../src/html.js'
import type { Field } from '../odoo/orm/field.js'
import { recordAddress } from './addresses.js'

/** Shows a value as `read` returns it. */
export function shown(field: Field, value: unknown, withPage: (model: string) => boolean): Html {
  if (Array.isArray(value)) {
    const [id, name] = value as [unknown, unknown]
    if (typeof id === 'number' && typeof name === 'string') {
      const label = name === '' ? `#${id}` : name
      const relation = field.relation ?? ''
      return withPage(relation) ? html`<a href="${recordAddress(relation, id)}">${label}</a>` : html`${label}`
    }
    return html`${value.length}`
  }
  if (typeof value === 'boolean') return html`${value ? 'yes' : field.type === 'boolean' ? 'no' : ''}`
  if (field.type === 'selection') return html`${optionLabel(field, String(value))}`
  if (field.type === 'float' && typeof value === 'number') return html`${Math.round(value * 100) / 100}`
  return html`${String(value)}`
}

const optionLabel = ({ selection }: Field, key: string): string =>
  selection?.find(([option]) => option === key)?.[1] ?? key

/** The display name of a record as `read` returns it, or its id. */
export const nameOf = ({ id, display_name: name }: Readonly<Record<string, unknown>>): string =>
  typeof name === 'string' && name !== '' ? name : `#${Number(id)}`
