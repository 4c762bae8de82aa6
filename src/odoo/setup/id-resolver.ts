import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import { ExternalId, FieldRecord, ModelRecord } from '../schema/administration.js'
import type { Batch } from './batch.js'
import type { Reference, Resource, DesiredValue } from './resource.js'
import type { ServerState } from './server-state.js'

/** Knows the database ids of the records that resources refer to. Grows as setup makes them. */
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

  /** Adds a resource that setup has just made. */
  add({ id: externalId, model: kind, values }: Resource, id: number): void {
    this.#ours.set(externalId, id)
    const { model, name } = values
    if (kind === ModelRecord && typeof model === 'string') this.#models.set(model, id)
    if (kind === FieldRecord && isReference(model) && 'model' in model && typeof name === 'string')
      this.#fields.set(`${model.model}.${name}`, id)
  }

  /**
   * Returns the value as Odoo stores it; undefined: it refers to a record that does not exist yet.
   */
  value(desired: DesiredValue): string | number | boolean | null | readonly number[] | undefined {
    if (Array.isArray(desired)) {
      const ids = (desired as readonly Reference[]).map((one) => this.id(one))
      return ids.every((id) => id !== undefined) ? ids : undefined
    }
    if (!isReference(desired)) return desired as string | number | boolean | null
    const id = this.id(desired)
    return id !== undefined && 'action' in desired ? `${desired.kind},${id}` : id
  }

  id(reference: Reference): number | undefined {
    if ('ours' in reference) return this.#ours.get(reference.ours)
    if ('action' in reference) return this.#ours.get(reference.action)
    if ('external' in reference) return this.#external.get(reference.external)
    if ('model' in reference) return this.#models.get(reference.model)
    return this.#fields.get(reference.field.join('.'))
  }
}

const isReference = (value: DesiredValue | undefined): value is Reference =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads the database ids of these foreign external ids, in one call. */
export async function readExternalIds(
  odoo: Odoo,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const pairs = names.map((name) => name.split('.'))
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

/** Returns the foreign external ids in the resources and in `others`, without repetition. */
export function externalNames(batches: readonly Batch[], others: readonly Reference[]): string[] {
  const values: DesiredValue[] = batches.flatMap(({ resources }) =>
    resources.flatMap((one) => Object.values(one.values).flat()),
  )
  const names = [...values, ...others].flatMap((value) =>
    isReference(value) && 'external' in value ? [value.external] : [],
  )
  return [...new Set(names)].filter((name) => !name.startsWith(`${NAMESPACE}.`))
}
