import type { Environment } from './environment.js'
import type { SandboxVersion, Since } from '../version.js'

/** A value as a column holds it and as hooks and computes see it. Dates and datetimes are PostgreSQL's texts. */
export type Cell = string | number | boolean | null | readonly number[]
export type Values = Record<string, unknown>
/** A record's columns. */
export type Row = Record<string, Cell>

export type FieldType =
  | 'char'
  | 'text'
  | 'html'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'binary'
  | 'many2one'
  | 'one2many'
  | 'many2many'

export type Options = readonly (readonly [key: string, label: string])[]

/** Where a many2many is kept: its table, the column of this side's record and of the other's. */
export interface Relation {
  readonly table: string
  readonly source: string
  readonly target: string
}

/** One field of a model: what `fields_get` tells and what the ORM needs. */
export interface Field extends Since {
  readonly type: FieldType
  readonly label?: string
  readonly required?: boolean
  readonly readonly?: boolean
  readonly relation?: string
  /** The many2one of a one2many's other side. */
  readonly inverse?: string
  readonly selection?: Options
  readonly ondelete?: 'set null' | 'restrict' | 'cascade'
  readonly default?: Cell | ((env: Environment) => Cell)
  /** Not stored: the value of this path, e.g. `partner_id.email`. Searchable by the path. */
  readonly related?: string
  /** Not stored: computed when read. */
  readonly read?: (env: Environment, ids: readonly number[]) => Promise<ReadonlyMap<number, Cell>>
  /** A many2many's table when it is not one of its own, as where two fields are the two sides of one relation. */
  readonly link?: Relation
  /** Has an index; a many2one has one anyway. */
  readonly indexed?: boolean
  /** Added over the external API (`x_…`). */
  readonly manual?: boolean
  /** Domain on a one2many that can match nothing (an oddity of the suite). */
  readonly alwaysEmpty?: boolean
  /** Has a text per language; `terms`: is translated piece by piece, as a view is. */
  readonly translated?: boolean | 'terms'
  /** Of a related one: a field of the record that this one extends (`_inherits`). */
  readonly inherited?: boolean
  /** How a figure over several records is made of it; default the sum. */
  readonly aggregator?: 'avg' | 'max' | 'min'
  /** A column that Odoo keeps to itself. */
  readonly hidden?: boolean
  /** Copied by `copy`; false for what must not be. */
  readonly copied?: boolean
  /** What is otherwise on some versions. */
  readonly on?: Readonly<Partial<Record<SandboxVersion, Partial<Field>>>>
}

type Extra = Omit<Field, 'type' | 'relation' | 'inverse' | 'selection'>
const scalar =
  (type: FieldType) =>
  (extra: Extra = {}): Field => ({ type, ...extra })

export const char = scalar('char')
export const text = scalar('text')
export const html = scalar('html')
export const integer = scalar('integer')
export const float = scalar('float')
export const boolean = scalar('boolean')
export const date = scalar('date')
export const datetime = scalar('datetime')
export const binary = scalar('binary')

export const selection = (options: Options, extra: Extra = {}): Field => ({
  type: 'selection',
  selection: options,
  ...extra,
})
export const many2one = (relation: string, extra: Extra = {}): Field => ({
  type: 'many2one',
  relation,
  ...extra,
})
export const one2many = (relation: string, inverse: string, extra: Extra = {}): Field => ({
  type: 'one2many',
  relation,
  inverse,
  ...extra,
})
export const many2many = (relation: string, extra: Extra = {}): Field => ({
  type: 'many2many',
  relation,
  ...extra,
})

/** Selection values from space-separated keys: `no_show` → `['no_show', 'No Show']`. */
export const keys = (names: string): Options => names.split(' ').map((name) => [name, titled(name)] as const)

/** `no_show` → `No Show`, `partner_id` → `Partner`: the label Odoo gives a field that has none. */
export function titled(name: string): string {
  return name
    .replace(/_ids?$/, '')
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

/** Whether the field has a column of its own. */
export const hasColumn = (field: Field) =>
  field.related === undefined &&
  field.read === undefined &&
  field.type !== 'one2many' &&
  field.type !== 'many2many'

/** What is computed or taken from another record is read-only unless it says otherwise. */
export const isReadonly = (field: Field) =>
  field.readonly ?? ((field.related !== undefined && !field.inherited) || field.read !== undefined)

/** The start of the transaction in whole seconds, as a default. */
export const now = (env: Environment) => env.now.slice(0, 19)
export const today = (env: Environment) => env.now.slice(0, 10)
export const caller = (env: Environment) => env.uid
