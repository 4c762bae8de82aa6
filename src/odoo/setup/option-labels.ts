import type { Odoo } from '../client.js'
import { FieldOption } from '../schema/administration.js'
import type { Resource } from './resource.js'

/** An option of a selection field that does not say in a language what we want it to say. */
export interface OptionLabel {
  readonly lang: string
  /** Of the option. */
  readonly id: number
  readonly label: string
}

/** Compares the options of these fields (ids by resource) with their Arabic texts. */
export async function readOptionLabels(
  odoo: Odoo,
  fields: readonly (readonly [Resource, id: number])[],
  languages: readonly string[],
): Promise<readonly OptionLabel[]> {
  const wanted = new Map(fields.map(([{ arabicOptions }, id]) => [id, arabicOptions]))
  const ids = fields
    .filter(([{ arabicOptions }]) => Object.keys(arabicOptions).length > 0)
    .map(([, id]) => id)
  if (ids.length === 0) return []
  const found: OptionLabel[] = []
  for (const lang of languages) {
    const rows = await odoo
      .with({ lang })
      .searchRead(FieldOption, [['field', 'in', ids]], ['field', 'value', 'label'])
    for (const { id, field, value, label } of rows) {
      const text = wanted.get(field)?.[value]
      if (text !== undefined && text !== label) found.push({ lang, id, label: text })
    }
  }
  return found
}

export async function labelOptions(odoo: Odoo, labels: readonly OptionLabel[]): Promise<void> {
  for (const lang of new Set(labels.map((one) => one.lang))) {
    const rows = labels.filter((one) => one.lang === lang).map(({ id, label }) => ({ id, label }))
    await odoo.with({ lang }).load(FieldOption, rows)
  }
}
