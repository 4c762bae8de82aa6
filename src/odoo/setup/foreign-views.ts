import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import { ExternalId, View } from '../schema/administration.js'

/** By `<technical model>/<form or list>`: external id of the primary view that Odoo shows, where an app brought it. */
export type ForeignViews = ReadonlyMap<string, string>

/** Views of these models that others brought; ours may inherit from them. */
export async function readForeignViews(
  odoo: Odoo,
  technicalModels: readonly string[],
): Promise<ForeignViews> {
  const views = await odoo.searchRead(
    View,
    [
      ['model', 'in', technicalModels],
      ['type', 'in', Object.keys(KINDS)],
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
  // The first of each kind is the one that Odoo shows: kept when the later ones are overwritten by it.
  return new Map(
    views.toReversed().flatMap(({ id, model, type }) => {
      const name = nameOf.get(id)
      const kind = KINDS[type ?? '']
      return name !== undefined && kind !== undefined ? [[`${model ?? ''}/${kind}`, name]] : []
    }),
  )
}

/** What each version calls them. */
const KINDS: Readonly<Record<string, 'form' | 'list'>> = { form: 'form', list: 'list', tree: 'list' }
