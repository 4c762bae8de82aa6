import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'
import {
  isStamp,
  provisionedFieldName,
  provisionedModelName,
  suiteFieldNames,
  type Model,
} from '../schema/model.js'

/** A field as `fields_get` describes it to this login. */
export interface ServerField {
  readonly type: string
  /** Technical name of the model that a relational field points to. */
  readonly relation?: string
  readonly selection?: readonly (readonly [key: string, label: string])[]
  readonly required: boolean
  readonly readonly: boolean
  readonly store: boolean
}

/** `adopted`: exists under the suite's or Odoo's own name. `provisioned`: created by `setup`. */
type Origin = 'adopted' | 'provisioned' | 'missing'

interface ResolvedField {
  /** Technical name. For a missing field: the name that it would have. */
  readonly name: string
  readonly origin: Origin
  readonly server: ServerField | null
}

/** What the connected server calls a declared model and its fields. */
export interface ResolvedModel<M extends Model = Model> {
  readonly model: M
  /** Technical name. For a missing model: the name that it would have. */
  readonly name: string
  readonly origin: Origin
  /** Fields by logical name. */
  readonly fields: { readonly [F in keyof M['fields']]: ResolvedField }
}

/** Returns those of the named fields that the server has. Undefined: it has no such model. */
export type DescribeFields = (
  technicalModel: string,
  fields: readonly string[],
) => Promise<Readonly<Record<string, ServerField>> | undefined>

/**
 * Finds a declared model on the server. A provisioned model is preferred: it exists only because
 * somebody ran `setup`, and our students are in it. If the suite is installed later, its empty
 * models must not take over: their records have other ids.
 */
export async function resolveModel<M extends Model>(
  model: M,
  describe: DescribeFields,
): Promise<ResolvedModel<M>> {
  const candidates = candidateNames(model)
  for (const { name, origin } of modelCandidates(model)) {
    const serverFields = await describe(name, [...new Set(Object.values(candidates).flat())])
    if (serverFields) return { model, name, origin, fields: resolveFields(candidates, serverFields, origin) }
  }
  const name = model.about.origin === 'odoo' ? model.name : provisionedModelName(model.name)
  return { model, name, origin: 'missing', fields: resolveFields(candidates, {}, 'provisioned') }
}

/** Returns the technical names that a model may have, the preferred one first. */
export const modelCandidates = ({ name, about }: Model) => {
  const adopted = { name, origin: 'adopted' } as const
  return about.origin === 'odoo'
    ? [adopted]
    : [{ name: provisionedModelName(name), origin: 'provisioned' } as const, adopted]
}

/** Returns by logical name the technical names that a field may have, the preferred one first. */
export const candidateNames = <M extends Model>({ about, fields }: M) =>
  Object.fromEntries(
    Object.entries(fields).map(([logical, field]) => {
      const theirs = suiteFieldNames(logical, field)
      const ours = provisionedFieldName(logical, field)
      if (about.origin === 'odoo' || isStamp(logical)) return [logical, theirs]
      return [logical, field.options.own ? [ours] : [...theirs, ours]]
    }),
  ) as { readonly [F in keyof M['fields']]: readonly string[] }

function resolveFields<Names extends Readonly<Record<string, readonly string[]>>>(
  candidates: Names,
  serverFields: Readonly<Record<string, ServerField>>,
  origin: Origin,
): { readonly [F in keyof Names]: ResolvedField } {
  const resolved = Object.entries(candidates).map(([logical, names]): [string, ResolvedField] => {
    const name = names.find((candidate) => candidate in serverFields)
    const server = name === undefined ? undefined : serverFields[name]
    if (name === undefined || !server) {
      // The last name is the manual field that setup would create.
      return [logical, { name: names.at(-1) ?? logical, origin: 'missing', server: null }]
    }
    const manual = origin === 'provisioned' || name.startsWith('x_')
    return [logical, { name, origin: manual ? 'provisioned' : 'adopted', server }]
  })
  return Object.fromEntries(resolved) as { readonly [F in keyof Names]: ResolvedField }
}

/** Long enough that many calls failing at the same time cause one lookup. */
const RENEWAL_PAUSE_MS = 10_000

/**
 * Cache of the resolved models of one connection. Each model is looked up at first use, and again
 * when Odoo rejects a name.
 */
export class SchemaCache {
  readonly #describe: DescribeFields
  readonly #now: () => number
  /** By declaration, not by name: the doctor declares some of Odoo's models with other fields. */
  readonly #resolved = new Map<Model, { readonly at: number; readonly model: Promise<ResolvedModel> }>()

  /** `now` returns milliseconds. */
  constructor(describe: DescribeFields, now: () => number = Date.now) {
    this.#describe = describe
    this.#now = now
  }

  /** Returns the cached resolution or looks the model up. A failed lookup is not cached. */
  resolve<M extends Model>(model: M): Promise<ResolvedModel<M>> {
    const resolved = this.#resolved.get(model)?.model ?? this.#lookUp(model)
    return resolved as Promise<ResolvedModel<M>>
  }

  /**
   * Looks the model up again after Odoo rejected a name, unless that just happened. Returns true
   * when the server's names have changed: then the call is worth a second attempt.
   */
  async renew(model: Model): Promise<boolean> {
    const cached = this.#resolved.get(model)
    if (cached && this.#now() - cached.at < RENEWAL_PAUSE_MS) return false
    const [previous, current] = await Promise.all([cached?.model, this.#lookUp(model)])
    return !previous || namesOf(previous) !== namesOf(current)
  }

  #lookUp(model: Model): Promise<ResolvedModel> {
    const resolved = resolveModel(model, this.#describe).catch((error: unknown) => {
      this.#resolved.delete(model)
      throw error
    })
    this.#resolved.set(model, { at: this.#now(), model: resolved })
    return resolved
  }
}

const namesOf = ({ name, fields }: ResolvedModel) =>
  JSON.stringify([name, Object.values(fields).map((field) => [field.name, field.origin])])

/**
 * Returns the technical name of a field on this server; null for a missing optional field. Any
 * other missing model or field is an `OdooSchema` failure that names it. It stops only the work
 * that needs the field.
 */
export function technicalName({ model, origin, fields }: ResolvedModel, logical: string): string | null {
  if (logical === 'id') return 'id'
  if (origin === 'missing') throw missing(model, `MissingModel(${model.name})`)
  const field = fields[logical]
  if (!field) throw missing(model, `UndeclaredField(${logical})`)
  if (field.origin !== 'missing') return field.name
  if (model.fields[logical]?.options.optional) return null
  throw missing(model, `MissingField(${model.name}.${field.name})`)
}

/** Returns the technical name of a field that must exist: one to search by or to write. */
export function requiredName(resolved: ResolvedModel, logical: string): string {
  const name = technicalName(resolved, logical)
  if (name === null) throw missing(resolved.model, `MissingField(${resolved.model.name}.${logical})`)
  return name
}

/** Returns whether an optional model is missing. It counts as having no records. */
export const isAbsent = ({ model, origin }: ResolvedModel) =>
  origin === 'missing' && model.about.origin === 'odoo' && model.about.optional === true

const missing = ({ name }: Model, exceptionName: string) =>
  new OdooError({ type: FailureType.OdooSchema, exceptionName, model: name, method: 'resolve' })
