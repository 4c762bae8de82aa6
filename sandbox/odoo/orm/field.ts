import type { Environment } from './environment.js'
import type { SandboxVersion, Since } from '../version.js'

/** A value as a column, hook or compute has it. Dates and datetimes are PostgreSQL's text. */
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

/** The table of a many2many with its two columns. */
export interface Relation {
  readonly table: string
  readonly source: string
  readonly target: string
}

/** One field of a model: what `fields_get` returns and what the ORM needs. */
export interface Field extends Since {
  readonly type: FieldType
  readonly label?: string
  readonly required?: boolean
  readonly readonly?: boolean
  readonly relation?: string
  /** The many2one on the other side of a one2many. */
  readonly inverse?: string
  readonly selection?: Options
  readonly ondelete?: 'set null' | 'restrict' | 'cascade'
  readonly default?: Cell | ((env: Environment) => Cell)
  /** Not stored: the value of this path, e.g. `partner_id.email`. Searchable by the path. */
  readonly related?: string
  /** Not stored: computed when read. */
  readonly read?: (env: Environment, ids: readonly number[]) => Promise<ReadonlyMap<number, Cell>>
  /**
   * The table of a many2many if it is shared, as when two fields are the two sides of one relation.
   */
  readonly link?: Relation
  /** Has an index. A many2one always has one. */
  readonly indexed?: boolean
  /** Added over the external API (`x_…`). */
  readonly manual?: boolean
  /** The one2many has a domain that never matches (a quirk of the suite). */
  readonly alwaysEmpty?: boolean
  /** Has one text per language. `terms`: is translated term by term, like a view. */
  readonly translated?: boolean | 'terms'
  /** The related field belongs to the record that this one extends (`_inherits`). */
  readonly inherited?: boolean
  /** How values of several records are aggregated. Default: the sum. */
  readonly aggregator?: 'avg' | 'max' | 'min'
  /** A column that clients cannot see. */
  readonly hidden?: boolean
  /** Whether `copy` copies the field. Default: true. */
  readonly copied?: boolean
  /** Differences on some versions. */
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

/** `no_show` → `No Show`, `partner_id` → `Partner`: the label that Odoo derives from a name. */
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

/** Computed and related fields are read-only unless they say otherwise. */
export const isReadonly = (field: Field) =>
  field.readonly ?? ((field.related !== undefined && !field.inherited) || field.read !== undefined)

/** The start of the transaction in whole seconds, as a default. */
export const now = (env: Environment) => env.now.slice(0, 19)
export const today = (env: Environment) => env.now.slice(0, 10)
export const caller = (env: Environment) => env.uid
