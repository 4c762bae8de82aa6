import type { Odoo } from '../client/client.js'
import { FieldOption } from '../schema/administration.js'
import { resourceId, type Resource } from './resource.js'

/** An option of a selection field whose label in a language is not the desired one. */
export interface OptionLabel {
  readonly lang: string
  /** Database id of the option. */
  readonly id: number
  /** External id for the option, without the namespace. */
  readonly externalId: string
  readonly label: string
}

/** Returns the options of these fields whose Arabic labels are not as desired. */
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
