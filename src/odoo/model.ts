import { datetime, type Field } from './fields.js'

export type FieldMap = Readonly<Record<string, Field>>

/** Every model has them. The server stamps them with the *start* of the transaction, in whole seconds over RPC. */
const STAMPS = { createDate: datetime({ readonly: true }), writeDate: datetime({ readonly: true }) }

export interface Model<Fields extends FieldMap = FieldMap> {
  /** Technical name, `gr.student`. */
  readonly name: string
  readonly fields: Fields
  /** Technical name of each field by its logical name. */
  readonly technical: { readonly [F in keyof Fields]: string }
}

/** Declares a model under its technical name; its fields under the logical names that the rest of the house uses. */
export function model<const Own extends FieldMap>(name: string, own: Own): Model<Own & typeof STAMPS> {
  const fields = { ...own, ...STAMPS }
  const names = Object.entries<Field>(fields).map(([logical, field]) => [
    logical,
    technicalName(logical, field),
  ])
  return { name, fields, technical: Object.fromEntries(names) as Record<keyof typeof fields, string> }
}

/** `assignedAgent`, a many2one → `assigned_agent_id`; anything else → snake case; unless the declaration says otherwise. */
function technicalName(logical: string, { kind, options }: Field): string {
  const snake = logical.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
  return options.provisioned?.name ?? options.as ?? (kind === 'many2one' ? `${snake}_id` : snake)
}

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
