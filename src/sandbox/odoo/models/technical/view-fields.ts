import type { Environment } from '../../environment.js'
import type { Registry } from '../../registry.js'
import { parseArch, type Element } from './arch.js'

/** A field that a view shows, with the model it is looked for on; undefined for a model that is not known. */
interface Shown {
  readonly model: string | undefined
  readonly name: string
}

/** Every field that an architecture names, those of views inside a to-many field on the model of that field. */
export function fieldsIn(
  registry: Registry,
  model: string | undefined,
  { tag, attributes, children }: Element,
): Shown[] {
  if (tag !== 'field') return children.flatMap((child) => fieldsIn(registry, model, child))
  const { name } = attributes
  if (name === undefined) return []
  const target = model === undefined ? undefined : registry.find(model)?.fields[name]?.relation
  return [{ model, name }, ...children.flatMap((child) => fieldsIn(registry, target, child))]
}

/** The name of a view that shows one of the fields. */
export async function viewUsing(
  env: Environment,
  fields: readonly { readonly model: string; readonly name: string }[],
): Promise<string | undefined> {
  const views = await env.sql<{ name: string; model: string | null; arch: string }>(
    `SELECT name, model, arch_db AS arch FROM ir_ui_view WHERE active AND EXISTS (
       SELECT 1 FROM unnest($1::text[]) AS f(name) WHERE position(f.name IN arch_db) > 0) ORDER BY id`,
    [fields.map(({ name }) => name)],
  )
  return views.find(({ model, arch }) =>
    fieldsIn(env.transaction.registry, model ?? undefined, parseArch(arch)).some((shown) =>
      fields.some((field) => field.model === shown.model && field.name === shown.name),
    ),
  )?.name
}
