import type { Environment } from '../environment.js'
import { hasColumn, isReadonly, titled, type Field } from '../field.js'
import type { Model } from '../model.js'

/** What `fields_get` returns. Unknown names are left out. */
export function describe(
  env: Environment,
  model: Model,
  names: readonly string[] | undefined,
  attributes: readonly string[] | undefined,
): Record<string, Record<string, unknown>> {
  const wanted = names && names.length > 0 ? names : Object.keys(model.fields)
  const isChosen = (attribute: string) =>
    !attributes || attributes.length === 0 || attributes.includes(attribute)
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const field = model.fields[name]
      if (!field || field.hidden) return []
      const facts = Object.entries(factsOf(env, name, field)).filter(([fact]) => isChosen(fact))
      return [[name, Object.fromEntries(facts)]]
    }),
  )
}

const TEXTS: ReadonlySet<string> = new Set(['char', 'text', 'html'])

function factsOf({ version }: Environment, name: string, field: Field): Record<string, unknown> {
  const isRelated = field.related !== undefined
  const stored = !isRelated && field.read === undefined
  // Up to 17, only stored fields and those of an inherited record can be sorted by.
  const sortsRelated = isRelated && (field.inherited === true || version >= 18)
  return {
    type: field.type,
    string: field.label ?? titled(name),
    required: field.required ?? false,
    readonly: isReadonly(field),
    store: stored,
    searchable: stored || isRelated || (name === 'display_name' && version >= 18),
    sortable: (hasColumn(field) || sortsRelated) && field.type !== 'binary',
    name,
    manual: field.manual ?? false,
    ...(isRelated ? { related: field.related } : {}),
    ...(TEXTS.has(field.type) ? { translate: field.translated ?? false } : {}),
    ...(field.selection ? { selection: field.selection } : {}),
    ...(field.relation ? { relation: field.relation } : {}),
    ...(field.inverse ? { relation_field: field.inverse } : {}),
  }
}
