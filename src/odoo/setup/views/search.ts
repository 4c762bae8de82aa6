import type { Model } from '../../schema/model.js'
import type { Axis, Filter, Screen } from '../../schema/screens/index.js'
import type { Dialect } from '../../client/versions.js'
import type { Names } from './names.js'
import { conditionsOf, python, pythonDomain, type PythonCondition } from './python.js'
import { element, type Element } from './xml.js'

export function searchArch(names: Names, { search }: Screen, { searchGroupAttributes }: Dialect): Element {
  const [first, ...others] = search.fields.filter((field) => names.has(field))
  return element('search', {}, [
    first &&
      element('field', {
        name: names.of(first),
        filter_domain: anyOf(names, [first, ...(search.also ?? [])]),
      }),
    ...others.map((field) => element('field', { name: names.of(field) })),
    ...search.filters.flatMap((set) => [element('separator'), ...set.map(filter(names))]),
    element(
      'group',
      searchGroupAttributes,
      search.groupBy.map((by) => groupFilter(names, by)),
    ),
  ])
}

/** Searches the typed text in any of the fields; undefined: Odoo's default for one field. */
function anyOf(names: Names, fields: readonly string[]): string | undefined {
  if (fields.length < 2) return undefined
  const conditions = fields.map((field): PythonCondition => [names.of(field), 'ilike', { code: 'self' }])
  return pythonDomain([...Array<'|'>(fields.length - 1).fill('|'), ...conditions])
}

const filter =
  (names: Names) =>
  ({ name, title, where = [], mine, past, period }: Filter<Model>): Element => {
    if (period) return element('filter', { name, string: title, date: names.of(period) })
    const domain = pythonDomain([
      ...conditionsOf(names, where),
      ...(mine ? [mineOf(names)] : []),
      ...(past ? [[names.of(past), '<', TODAY] as const] : []),
    ])
    return element('filter', { name, string: title, domain })
  }

const TODAY = { code: "context_today().strftime('%Y-%m-%d')" }

/** The agent of the record is the current user. */
function mineOf(names: Names): PythonCondition {
  const { about } = names.model
  if (about.origin !== 'training' || !about.ownedBy) throw new TypeError(`${names.model.name} has no agent`)
  return [names.path(about.ownedBy), '=', { code: 'uid' }]
}

/** Groups a date by the given interval. Odoo offers the other intervals as well. */
function groupFilter(names: Names, by: Axis<Model>): Element {
  const { field, interval } = typeof by === 'string' ? { field: by, interval: null } : by
  return element('filter', {
    name: `by_${names.of(field)}`,
    string: names.label(field),
    context: python({ group_by: interval ? `${names.of(field)}:${interval}` : names.of(field) }),
  })
}
