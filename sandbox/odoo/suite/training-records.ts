import { callMethod } from '../protocol/call-method.js'
import { type Environment, modelOf } from '../orm/environment.js'
import type { Values } from '../orm/field.js'
import { create, write } from '../orm/records.js'
import { search } from '../orm/search.js'
import { quoted } from '../orm/tables.js'

/**
 * The records of the training center: in the suite's models, or in those that `setup` created.
 * Callers use the suite's names. All rights are granted.
 */
export class TrainingRecords {
  readonly #env: Environment
  /** Prefix of model and field names. Empty with the suite. */
  readonly #prefix: 'x_' | ''

  private constructor(env: Environment, prefix: 'x_' | '') {
    this.#env = env
    this.#prefix = prefix
  }

  /** Returns null if neither the suite is installed nor `setup` has created the models. */
  static of(env: Environment): TrainingRecords | null {
    const { registry } = env.transaction
    const staff = { ...env, superuser: true }
    if (registry.find('x_gr_student')) return new TrainingRecords(staff, 'x_')
    return registry.find('gr.student') ? new TrainingRecords(staff, '') : null
  }

  /** Whether the models are the suite's, with its buttons. */
  get hasSuite(): boolean {
    return this.#prefix === ''
  }

  /** The id of the acting user. */
  get staff(): number {
    return this.#env.uid
  }

  model(name: string): string {
    return this.#prefix === '' ? name : `x_${name.replaceAll('.', '_')}`
  }

  /** The table of a model, quoted for SQL. */
  table(name: string): string {
    return quoted(modelOf(this.#env, this.model(name)).table)
  }

  /** The column of a field, quoted for SQL. */
  column(field: string): string {
    return quoted(this.#prefix + field)
  }

  create(model: string, rows: readonly Values[]): Promise<number[]> {
    return create(
      this.#env,
      this.model(model),
      rows.map((values) => this.#named(values)),
    )
  }

  write(model: string, ids: readonly number[], values: Values): Promise<void> {
    return write(this.#env, this.model(model), ids, this.#named(values))
  }

  async isEmpty(model: string): Promise<boolean> {
    const found = await search(this.#env, modelOf(this.#env, this.model(model)), [], { limit: 1 })
    return found.length === 0
  }

  /** Presses a button of the suite. Without the suite, writes the values that the button sets. */
  async press(model: string, button: string, ids: readonly number[], otherwise: Values): Promise<void> {
    if (this.hasSuite) await callMethod(this.#env, model, button, [ids], {})
    else await this.write(model, ids, otherwise)
  }

  #named(values: Values): Values {
    if (this.#prefix === '') return values
    return Object.fromEntries(
      Object.entries(values).map(([field, value]) => [this.#prefix + field, value] as const),
    )
  }
}
