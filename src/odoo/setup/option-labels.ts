import type { Odoo } from '../client/client.js'
import { FieldOption } from '../schema/administration.js'
import { resourceId, type Resource } from './resource.js'

/** An option of a selection field that does not say in a language what we want it to say. */
export interface OptionLabel {
  readonly lang: string
  /** Of the option. */
  readonly id: number
  /** For the option, without the namespace. */
  readonly externalId: string
  readonly label: string
}

/** Compares the options of these fields (ids by resource) with their Arabic texts. */
export async function readOptionLabels(
  odoo: Odoo,
  fields: readonly (readonly [Resource, id: number])[],
  languages: readonly string[],
): Promise<readonly OptionLabel[]> {
  const resources = new Map(fields.map(([resource, id]) => [id, resource]))
  const ids = fields.flatMap(([{ arabicOptions }, id]) => (Object.keys(arabicOptions).length > 0 ? [id] : []))
  if (ids.length === 0) return []
  const found: OptionLabel[] = []
  for (const lang of languages) {
    const rows = await odoo
      .with({ lang })
      .searchRead(FieldOption, [['field', 'in', ids]], ['field', 'value', 'label'])
    for (const { id, field, value, label } of rows) {
      const resource = resources.get(field)
      const text = resource?.arabicOptions[value]
      if (!resource || text === undefined || text === label) continue
      found.push({ lang, id, externalId: resourceId('option', resource.id, value), label: text })
    }
  }
  return found
}
