import type { Field } from './field.js'
import type { Compute, Model } from './model.js'

/**
 * A stored compute of `model` that must run after a change at the end of `path`, a path of
 * relational fields.
 */
export interface Trigger {
  readonly model: Model
  readonly compute: Compute
  readonly path: readonly string[]
}

/**
 * All models by name, and which computes depend on which field. Immutable: a change makes a new
 * registry.
 */
export class Registry {
  readonly #models: ReadonlyMap<string, Model>
  readonly #triggers: ReadonlyMap<string, readonly Trigger[]>

  /** `code`: the models as their modules define them, without what records add. */
  constructor(
    models: Iterable<Model>,
    readonly code: readonly Model[],
    /**
     * Outdated rights to create, which apply to one user until the next change. Undefined: none.
     */
    readonly outdated?: { readonly uid: number; readonly access: ReadonlyMap<string, Model['access']> },
  ) {
    this.#models = new Map([...models].map((model) => [model.name, model]))
    const triggers = new Map<string, Trigger[]>()
    const add = (model: string, field: string, trigger: Trigger) => {
      const key = `${model}/${field}`
      triggers.set(key, [...(triggers.get(key) ?? []), trigger])
    }
    for (const model of this.#models.values())
      for (const compute of model.computes)
        for (const dependency of compute.depends) this.#link(model, compute, dependency.split('.'), add)
    this.#triggers = triggers
  }

  /**
   * Each step of a path triggers the compute too: a changed many2one, a created or deleted child.
   */
  #link(
    model: Model,
    compute: Compute,
    path: readonly string[],
    add: (model: string, field: string, trigger: Trigger) => void,
  ): void {
    let current: Model | undefined = model
    for (const [depth, name] of path.entries()) {
      const field: Field | undefined = current?.fields[name]
      if (!current || !field) throw new Error(`${model.name} depends on an unknown path ${path.join('.')}`)
      add(current.name, name, { model, compute, path: path.slice(0, depth) })
      if (!field.relation) return
      if (field.type === 'one2many' && field.inverse)
        add(field.relation, field.inverse, { model, compute, path: path.slice(0, depth + 1) })
      current = this.#models.get(field.relation)
    }
  }

  /**
   * The registry that one user sees from an outdated cache. Odoo clears its cache of rights before
   * it stores a new right, and fills it again while it checks whether this user may store it.
   */
  outdatedFor(uid: number, former: Registry): Registry {
    const access = new Map(former.all().map((model) => [model.name, model.access]))
    return new Registry(this.#models.values(), this.code, { uid, access })
  }

  find(name: string): Model | undefined {
    return this.#models.get(name)
  }

  all(): readonly Model[] {
    return [...this.#models.values()]
  }

  triggers(model: string, field: string): readonly Trigger[] {
    return this.#triggers.get(`${model}/${field}`) ?? []
  }
}
