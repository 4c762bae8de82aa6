import { datetime, type Field, type Label } from './fields.js'

export type FieldMap = Readonly<Record<string, Field>>

/** Every model has them. The server stamps them with the *start* of the transaction, in whole seconds over RPC. */
const STAMPS = { createDate: datetime({ readonly: true }), writeDate: datetime({ readonly: true }) }

/** Odoo's own on every model, also on those that we make. */
export const isStamp = (logical: string) => logical in STAMPS

/** Who works with the records of the plan; `schema/roles.ts` says who they are. */
export type RoleName = 'manager' | 'agent' | 'teacher' | 'accounting' | 'bot'
/** Any of r(ead), w(rite), c(reate), d(elete). */
export type Rights = 'r' | 'rw' | 'rwc' | 'rwcd'

/** A model of Odoo itself: there when its app is installed, never made by us. */
interface OdooModel {
  readonly origin: 'odoo'
  /** Technical name of the module that brings it. */
  readonly app: string
  /** The product works without that app too: where the model is missing it has no records. */
  readonly optional?: true
  /** A word of the context without which Odoo leaves records out that are not archived. */
  readonly showAllContextKey?: string
}

/** A model of the plan: adopted under this name where the suite is installed, else provisioned as a manual model. */
export interface TrainingModel {
  readonly origin: 'training'
  readonly title: Label
  /** What stands in a menu: the records. */
  readonly plural: Label
  /** Messages, followers and activities on each record. */
  readonly chatter?: true
  /** Order of its lists, by logical names. */
  readonly order: string
  readonly access: Readonly<Partial<Record<RoleName, Rights>>>
  /** The many2one whose name stands for a record, where the model has no `name`. */
  readonly displayedAs?: string
  /** Path of logical names to the agent whose record it is: other agents do not see it. */
  readonly ownedBy?: readonly string[]
}

export type ModelMeta = OdooModel | TrainingModel

export interface Model<Fields extends FieldMap = FieldMap> {
  /** The plan's name, `gr.student`: what a server calls it is found out at connection (`resolution.ts`). */
  readonly name: string
  readonly about: ModelMeta
  readonly fields: Fields
}

/** Declares a model under its name in the plan; its fields under the logical names that the rest of the house uses. */
export const model = <const Own extends FieldMap>(
  name: string,
  about: ModelMeta,
  own: Own,
): Model<Own & typeof STAMPS> => ({ name, about, fields: { ...own, ...STAMPS } })

/** A model as `setup` names it where nobody else brings it: `x_gr_student`. */
export const provisionedModelName = (name: string) => `x_${name.replaceAll('.', '_')}`

/** `assignedAgent`, a many2one → `assigned_agent_id`; anything else → snake case; unless the declaration says otherwise. */
export function suiteFieldNames(logical: string, { kind, options }: Field): readonly [string, ...string[]] {
  if (options.as !== undefined) return typeof options.as === 'string' ? [options.as] : options.as
  const snake = logical.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
  return [kind === 'many2one' ? `${snake}_id` : snake]
}

/** A field as `setup` names it: manual fields begin with `x_`. */
export const provisionedFieldName = (logical: string, field: Field) =>
  `x_${suiteFieldNames(logical, field)[0]}`

export type FieldName<M extends Model> = keyof M['fields'] & string
type ValueOf<M extends Model, F extends FieldName<M>> =
  M['fields'][F] extends Field<infer Value> ? Exclude<Value, undefined> : never

/** What a read of the fields `F` gives. */
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

/** What a write may set. Instants may carry fractions and offsets; Odoo keeps whole seconds in UTC. */
export type Changes<M extends Model> = { readonly [F in Writable<M>]?: ValueOf<M, F> }
/** What a new record needs. */
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

/** Odoo's prefix notation, with logical names; conditions that stand side by side are joined by "and". `null` means empty. */
export type Domain<M extends Model> = readonly ('&' | '|' | '!' | Condition<M>)[]

export type Order<M extends Model> = FieldName<M> | 'id' | `${FieldName<M> | 'id'} desc`
