import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'
import {
  isStamp,
  provisionedFieldName,
  provisionedModelName,
  suiteFieldNames,
  type Model,
} from '../schema/model.js'

/** A field as `fields_get` tells it to this login. */
export interface ServerField {
  readonly type: string
  /** Technical name of the model that a relational field points to. */
  readonly relation?: string
  readonly selection?: readonly (readonly [key: string, label: string])[]
  readonly required: boolean
  readonly readonly: boolean
  readonly store: boolean
}

/** `adopted`: there under the suite's or Odoo's own name. `provisioned`: made by `setup`. */
type Origin = 'adopted' | 'provisioned' | 'missing'

interface ResolvedField {
  /** Technical name; where the field is missing, the name that it would have. */
  readonly name: string
  readonly origin: Origin
  readonly server: ServerField | null
}

/** What the connected server calls a declared model and its fields. */
export interface ResolvedModel<M extends Model = Model> {
  readonly model: M
  /** Technical name; where the model is missing, the name that it would have. */
  readonly name: string
  readonly origin: Origin
  /** By logical name. */
  readonly fields: { readonly [F in keyof M['fields']]: ResolvedField }
}

/** The named fields of a model of the server, those that exist; undefined: no such model. */
export type DescribeFields = (
  technicalModel: string,
  fields: readonly string[],
) => Promise<Readonly<Record<string, ServerField>> | undefined>

/**
 * Finds a declared model on the server. A provisioned one is preferred: it exists only because somebody ran `setup`, and our students are
 * in it; were the suite installed later, its empty models must not take over under other ids.
 */
export async function resolveModel<M extends Model>(
  model: M,
  describe: DescribeFields,
): Promise<ResolvedModel<M>> {
  const candidates = candidateNames(model)
  for (const { name, origin } of modelCandidates(model)) {
    const there = await describe(name, [...new Set(Object.values(candidates).flat())])
    if (there) return { model, name, origin, fields: resolveFields(candidates, there, origin) }
  }
  const name = model.about.origin === 'odoo' ? model.name : provisionedModelName(model.name)
  return { model, name, origin: 'missing', fields: resolveFields(candidates, {}, 'provisioned') }
}

/** The technical names under which a model may stand, the best first. */
export const modelCandidates = ({ name, about }: Model) => {
  const named = { name, origin: 'adopted' } as const
  return about.origin === 'odoo'
    ? [named]
    : [{ name: provisionedModelName(name), origin: 'provisioned' } as const, named]
}

/** By logical name: the names under which a field may stand, the best first. */
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
  there: Readonly<Record<string, ServerField>>,
  origin: Origin,
): { readonly [F in keyof Names]: ResolvedField } {
  const resolved = Object.entries(candidates).map(([logical, names]): [string, ResolvedField] => {
    const name = names.find((candidate) => candidate in there)
    const server = name === undefined ? undefined : there[name]
    if (name === undefined || !server) {
      // On a provisioned model every field of ours is manual; elsewhere what is missing would be made as a manual field too.
      return [logical, { name: names.at(-1) ?? logical, origin: 'missing', server: null }]
    }
    const manual = origin === 'provisioned' || name.startsWith('x_')
    return [logical, { name, origin: manual ? 'provisioned' : 'adopted', server }]
  })
  return Object.fromEntries(resolved) as { readonly [F in keyof Names]: ResolvedField }
}

/** Long enough that many calls which fail together ask once. */
const RENEWAL_PAUSE_MS = 10_000

/** The resolutions of one connection: each model is looked up at its first use and again when Odoo refuses a name. */
export class SchemaCache {
  readonly #describe: DescribeFields
  readonly #now: () => number
  /** By declaration: `doctor` looks at some tables of Odoo with other fields than the product. */
  readonly #resolved = new Map<Model, { readonly at: number; readonly model: Promise<ResolvedModel> }>()

  /** `now`: milliseconds. */
  constructor(describe: DescribeFields, now: () => number = Date.now) {
    this.#describe = describe
    this.#now = now
  }

  /** A failed look-up is not remembered. */
  resolve<M extends Model>(model: M): Promise<ResolvedModel<M>> {
    const known = this.#resolved.get(model)?.model ?? this.#lookUp(model)
    return known as Promise<ResolvedModel<M>>
  }

  /**
   * After Odoo refused a name: looks the model up anew, unless that was done just now. True: the server's names are others than before,
   * so the call is worth a second try.
   */
  async renew(model: Model): Promise<boolean> {
    const before = this.#resolved.get(model)
    if (before && this.#now() - before.at < RENEWAL_PAUSE_MS) return false
    const [old, now] = await Promise.all([before?.model, this.#lookUp(model)])
    return !old || names(old) !== names(now)
  }

  #lookUp(model: Model): Promise<ResolvedModel> {
    const found = resolveModel(model, this.#describe).catch((error: unknown) => {
      this.#resolved.delete(model)
      throw error
    })
    this.#resolved.set(model, { at: this.#now(), model: found })
    return found
  }
}

const names = ({ name, fields }: ResolvedModel) =>
  JSON.stringify([name, Object.values(fields).map((field) => [field.name, field.origin])])

/**
 * The technical name of a field on this server; null for an optional one that is missing. Else a missing model or field is an
 * `OdooSchema` failure that names it: it stops the work that needs the field, and no other.
 */
export function technicalName({ model, origin, fields }: ResolvedModel, logical: string): string | null {
  if (logical === 'id') return 'id'
  if (origin === 'missing') throw missing(model, `MissingModel(${model.name})`)
  const found = fields[logical]
  if (!found) throw missing(model, `UndeclaredField(${logical})`)
  if (found.origin !== 'missing') return found.name
  if (model.fields[logical]?.options.optional) return null
  throw missing(model, `MissingField(${model.name}.${found.name})`)
}

/** The technical name of a field that has to be there, to search by it or to write it. */
export function requiredName(there: ResolvedModel, logical: string): string {
  const name = technicalName(there, logical)
  if (name === null) throw missing(there.model, `MissingField(${there.model.name}.${logical})`)
  return name
}

/** No records: a model that the product can do without is not there. */
export const isAbsent = ({ model, origin }: ResolvedModel) =>
  origin === 'missing' && model.about.origin === 'odoo' && model.about.optional === true

const missing = ({ name }: Model, exceptionName: string) =>
  new OdooError({ type: FailureType.OdooSchema, exceptionName, model: name, method: 'resolve' })
