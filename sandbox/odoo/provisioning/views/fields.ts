import type { Environment } from '../../orm/environment.js'
import type { Registry } from '../../orm/registry.js'
import { parseArch, type Element } from './architecture.js'

/** An element of a view with its model's name. Inside a to-many field it is that field's model. */
interface Placed {
  readonly element: Element
  /** Undefined: unknown. */
  readonly model: string | undefined
}

/** All elements of an architecture, parents first. */
export function elementsOf(registry: Registry, model: string | undefined, element: Element): Placed[] {
  const { name } = element.attributes
  const inner =
    element.tag === 'field' && model !== undefined && name !== undefined
      ? registry.find(model)?.fields[name]?.relation
      : model
  return [{ element, model }, ...element.children.flatMap((child) => elementsOf(registry, inner, child))]
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
  const shows = ({ model, arch }: { model: string | null; arch: string }) =>
    elementsOf(env.transaction.registry, model ?? undefined, parseArch(arch)).some(
      ({ element, model: owner }) =>
        element.tag === 'field' &&
        fields.some((field) => field.model === owner && field.name === element.attributes.name),
    )
  return views.find(shows)?.name
}
