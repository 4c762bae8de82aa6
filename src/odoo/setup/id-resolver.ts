import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import { ExternalId, FieldRecord, ModelRecord } from '../schema/administration.js'
import type { Batch } from './batch.js'
import type { Reference, Resource, WantedValue } from './resource.js'
import type { ServerState } from './server-state.js'

const ACTION = 'ir.actions.act_window'

/** The database ids of what resources refer to, as far as they are there. Grows as setup makes them. */
export class IdResolver {
  readonly #ours: Map<string, number>
  readonly #external: ReadonlyMap<string, number>
  readonly #models: Map<string, number>
  readonly #fields: Map<string, number>

  constructor(
    { models, fields }: Pick<ServerState, 'models' | 'fields'>,
    ours: ReadonlyMap<string, number>,
    external: ReadonlyMap<string, number>,
  ) {
    this.#ours = new Map(ours)
    this.#external = external
    this.#models = new Map(models)
    this.#fields = new Map([...fields].map(([name, { id }]) => [name, id]))
  }

  /** A resource of ours that has just been made. */
  add({ id: externalId, model: kind, values }: Resource, id: number): void {
    this.#ours.set(externalId, id)
    const { model, name } = values
    if (kind === ModelRecord && typeof model === 'string') this.#models.set(model, id)
    if (kind === FieldRecord && isReference(model) && 'model' in model && typeof name === 'string')
      this.#fields.set(`${model.model}.${name}`, id)
  }

  /** The value as Odoo keeps it; undefined: what it refers to is not there (yet). */
  value(wanted: WantedValue): string | number | boolean | null | readonly number[] | undefined {
    if (Array.isArray(wanted)) {
      const ids = (wanted as readonly Reference[]).map((one) => this.id(one))
      return ids.every((id) => id !== undefined) ? ids : undefined
    }
    if (!isReference(wanted)) return wanted as string | number | boolean | null
    const id = this.id(wanted)
    return id !== undefined && 'action' in wanted ? `${ACTION},${id}` : id
  }

  id(reference: Reference): number | undefined {
    if ('ours' in reference) return this.#ours.get(reference.ours)
    if ('action' in reference) return this.#ours.get(reference.action)
    if ('external' in reference) return this.#external.get(reference.external)
    if ('model' in reference) return this.#models.get(reference.model)
    return this.#fields.get(reference.field.join('.'))
  }
}

const isReference = (value: WantedValue | undefined): value is Reference =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The ids behind other people's external ids that the resources name, in one call. */
export async function readExternalIds(
  odoo: Odoo,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const pairs = wanted.map((name) => name.split('.'))
  const found = await odoo.searchRead(
    ExternalId,
    [
      ['module', 'in', pairs.map(([module = '']) => module)],
      ['name', 'in', pairs.map(([, name = '']) => name)],
    ],
    ['module', 'name', 'record'],
  )
  return new Map(found.map(({ module, name, record }) => [`${module}.${name}`, record]))
}

/** Those of the resources and of others, without repetition. */
export function externalNames(batches: readonly Batch[], others: readonly Reference[]): string[] {
  const values: WantedValue[] = batches.flatMap(({ resources }) =>
    resources.flatMap((one) => Object.values(one.values).flat()),
  )
  const names = [...values, ...others].flatMap((value) =>
    isReference(value) && 'external' in value ? [value.external] : [],
  )
  return [...new Set(names)].filter((name) => !name.startsWith(`${NAMESPACE}.`))
}
