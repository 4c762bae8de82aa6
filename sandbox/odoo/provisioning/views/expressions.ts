import type { Model } from '../../orm/model.js'
import { tokensOf } from '../../python/tokens.js'
import type { Registry } from '../../orm/registry.js'
import type { Element } from './architecture.js'

/** Names that an expression in a view may use besides fields. */
const BUILT_IN_NAMES = new Set([
  ...['True', 'False', 'None', 'and', 'or', 'not', 'in', 'is', 'if', 'else'],
  ...['id', 'parent', 'uid', 'context', 'active_id', 'active_ids', 'active_model', 'allowed_company_ids'],
  ...['context_today', 'current_date', 'datetime', 'relativedelta', 'time', 'today', 'now', 'set', 'len'],
])

const MODIFIERS = /^(invisible|readonly|required|column_invisible|decoration-\w+)$/

/** Returns a field that the element's modifiers, domain or grouping use and the model lacks. */
export function unknownFieldIn(
  registry: Registry,
  model: Model,
  { tag, attributes }: Element,
): string | undefined {
  const modifiers = Object.entries(attributes).filter(([name]) => MODIFIERS.test(name))
  for (const [, expression] of modifiers)
    for (const name of namesIn(expression)) if (!(name in model.fields)) return name
  if (tag !== 'filter') return undefined
  const paths = [...(attributes.domain ?? '').matchAll(/\(\s*(['"])([\w.]+)\1\s*,/g)].map(
    ([, , path = '']) => path,
  )
  const grouping = /(['"])group_by\1\s*:\s*(['"])([\w.]+)(?::\w+)?\2/.exec(attributes.context ?? '')?.[3]
  return [...paths, ...(grouping === undefined ? [] : [grouping])].find(
    (path) => !pathExists(registry, model, path),
  )
}

/** Names of fields: neither attributes of other names nor built-in names. */
function namesIn(expression: string): string[] {
  const tokens = tokensOf(expression)
  return tokens.flatMap(({ kind, text }, place) =>
    kind === 'name' && !BUILT_IN_NAMES.has(text) && tokens[place - 1]?.text !== '.' ? [text] : [],
  )
}

function pathExists(registry: Registry, model: Model, path: string): boolean {
  let current: Model | undefined = model
  for (const step of path.split('.')) {
    const field: Model['fields'][string] | undefined = current?.fields[step]
    if (!field) return false
    current = field.relation === undefined ? undefined : registry.find(field.relation)
  }
  return true
}
