import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import { ExternalId, View } from '../schema/administration.js'

/** External id of the primary view that Odoo shows, by `<technical model>/<form or list>`. */
export type ForeignViews = ReadonlyMap<string, string>

/** Reads the views of these models that other apps brought. Ours may inherit from them. */
export async function readForeignViews(
  odoo: Odoo,
  technicalModels: readonly string[],
): Promise<ForeignViews> {
  const views = await odoo.searchRead(
    View,
    [
      ['model', 'in', technicalModels],
      ['type', 'in', Object.keys(VIEW_TYPES)],
      ['mode', '=', 'primary'],
      ['inherits', '=', null],
    ],
    ['model', 'type'],
    { order: ['priority', 'id'] },
  )
  const names = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', View.name],
      ['record', 'in', views.map(({ id }) => id)],
      ['module', '!=', NAMESPACE],
    ],
    ['module', 'name', 'record'],
  )
  const nameOf = new Map(names.map(({ module, name, record }) => [record, `${module}.${name}`]))
  // Odoo shows the first of each kind. In reverse order, the first overwrites the later ones.
  return new Map(
    views.toReversed().flatMap(({ id, model, type }) => {
      const name = nameOf.get(id)
      const kind = VIEW_TYPES[type ?? '']
      return name !== undefined && kind !== undefined ? [[`${model ?? ''}/${kind}`, name]] : []
    }),
  )
}

/** The names of view types in each version. */
const VIEW_TYPES: Readonly<Record<string, 'form' | 'list'>> = { form: 'form', list: 'list', tree: 'list' }
