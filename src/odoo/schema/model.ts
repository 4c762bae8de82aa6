import { datetime, many2one, type Field, type Label } from './fields.js'

/**
 * How to declare a model of Odoo:
 *
 * 1. `export const Student = model('gr.student', { …about }, { …fields })` in the file of its
 *    subject. The name is Odoo's or the plan's, never `x_…`.
 * 2. `about.origin` is `odoo` for a model that an app of Odoo brings (name the app), or `training`
 *    for a model of the plan. `setup` creates the latter where the suite does not have it, so it
 *    also needs labels, access rights and an order.
 * 3. Fields have logical names in camelCase, see `fields.ts`. `id` and the stamps below exist on
 *    every model.
 * 4. Models that the product needs go into the lists in `index.ts`. `setup` creates the plan's
 *    models in that order; the doctor checks all of them.
 *
 * The types of rows, values, domains and orders below follow from the declaration.
 */

export type FieldMap = Readonly<Record<string, Field>>

/**
 * Fields of every model. The instants are the *start* of the transaction, in whole seconds over
 * RPC. The users are those who made the record, and who wrote it last.
 */
const STAMPS = {
  createDate: datetime({ readonly: true }),
  writeDate: datetime({ readonly: true }),
  createdBy: many2one('res.users', { readonly: true, as: 'create_uid' }),
  writtenBy: many2one('res.users', { readonly: true, as: 'write_uid' }),
}

/** Returns whether the field is one that Odoo itself adds to every model. */
export const isStamp = (logical: string) => logical in STAMPS

/** The groups of people who work with the plan's records; see `roles.ts`. */
export type RoleName = 'manager' | 'agent' | 'teacher' | 'accounting' | 'bot'
/** Read, write, create, delete. */
export type Rights = 'r' | 'rw' | 'rwc' | 'rwcd'

/** A model of Odoo itself. It exists if its app is installed. We never create it. */
interface OdooModel {
  readonly origin: 'odoo'
  /** Technical name of the module that brings it. */
  readonly app: string
  /** The product works without that app. A missing model counts as having no records. */
  readonly optional?: true
  /** Context key that makes Odoo return records that it hides although they are not archived. */
  readonly showAllContextKey?: string
}

/**
 * A model of the plan. Adopted under this name if the suite is installed, otherwise provisioned as
 * a manual model.
 */
export interface TrainingModel {
  readonly origin: 'training'
  readonly title: Label
  /** Title of its menu and lists. */
  readonly plural: Label
  /** Messages, followers and activities on each record. */
  readonly chatter?: true
  /** Default order of its lists, in logical names. */
  readonly order: string
  readonly access: Readonly<Partial<Record<RoleName, Rights>>>
  /** For a model without `name`: the many2one whose name represents a record. */
  readonly displayedAs?: string
  /** Path of logical names to the record's agent. Other agents do not see the record. */
  readonly ownedBy?: readonly string[]
}

export type ModelMeta = OdooModel | TrainingModel

export interface Model<Fields extends FieldMap = FieldMap> {
  /** The plan's name, `gr.student`. The name on a server is resolved when we connect. */
  readonly name: string
  readonly about: ModelMeta
  readonly fields: Fields
}

/** Declares a model. `fields` are keyed by the logical names that all other code uses. */
export const model = <const Fields extends FieldMap>(
  name: string,
  about: ModelMeta,
  fields: Fields,
): Model<Fields & typeof STAMPS> => ({ name, about, fields: { ...fields, ...STAMPS } })

/** Returns the name of a model that `setup` creates: `x_gr_student`. */
export const provisionedModelName = (name: string) => `x_${name.replaceAll('.', '_')}`

/**
 * Returns the technical names that a field may have in the suite or in Odoo. By default
 * `assignedAgent` is `assigned_agent_id` as a many2one, and snake case otherwise.
 */
export function suiteFieldNames(logical: string, { kind, options }: Field): readonly [string, ...string[]] {
  if (options.as !== undefined) return typeof options.as === 'string' ? [options.as] : options.as
  const snake = logical.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
  return [kind === 'many2one' ? `${snake}_id` : snake]
}

/** Returns the name of a field that `setup` creates. Manual fields start with `x_`. */
export const provisionedFieldName = (logical: string, field: Field) =>
  `x_${suiteFieldNames(logical, field)[0]}`

export type FieldName<M extends Model> = keyof M['fields'] & string
type ValueOf<M extends Model, F extends FieldName<M>> =
  M['fields'][F] extends Field<infer Value> ? Exclude<Value, undefined> : never

/** A record as read with the fields `F`. */
export type Row<M extends Model, F extends FieldName<M>> = { readonly id: number } & {
  readonly [K in F]: ValueOf<M, K>
}

type Options<M extends Model, F extends FieldName<M>> = M['fields'][F]['options']
type Writable<M extends Model> = {
  [F in FieldName<M>]: Options<M, F> extends { readonly readonly: true } ? never : F
}[FieldName<M>]
type Mandatory<M extends Model> = {
  [F in Writable<M>]: Options<M, F> extends { readonly required: true } ? F : never
}[Writable<M>]

/** What a write may set. Instants may have fractions and offsets. Odoo stores UTC seconds. */
export type Changes<M extends Model> = { readonly [F in Writable<M>]?: ValueOf<M, F> }
/** What a new record must and may set. */
export type Values<M extends Model> = Changes<M> & { readonly [F in Mandatory<M>]: ValueOf<M, F> }

type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='
type Pattern = 'like' | 'not like' | 'ilike' | 'not ilike' | '=like' | '=ilike'
type Membership = 'in' | 'not in'

type ConditionOn<Name extends string, Value> =
  | readonly [Name, Comparison, Value | null]
  | readonly [Name, Membership, readonly Value[]]
  | (Value extends string ? readonly [Name, Pattern, string] : never)

export type Condition<M extends Model> =
  | { [F in FieldName<M>]: ConditionOn<F, Exclude<ValueOf<M, F>, null>> }[FieldName<M>]
  | ConditionOn<'id', number>

/**
 * A domain in Odoo's prefix notation, with logical names. Adjacent conditions are joined by "and".
 * `null` means empty.
 */
export type Domain<M extends Model> = readonly ('&' | '|' | '!' | Condition<M>)[]

export type Order<M extends Model> = FieldName<M> | 'id' | `${FieldName<M> | 'id'} desc`
