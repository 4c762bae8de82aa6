import type { Automation } from './automation/rule.js'
import type { Environment } from './environment.js'
import type { Cell, Field, Row, Values } from './field.js'
import type { Method } from './methods/method.js'
import type { Since } from '../version.js'

/** Rights per group: the letters of r(ead), w(rite), c(reate), u(nlink). */
type Access = Readonly<Record<string, string>>
export type Operation = 'read' | 'write' | 'create' | 'unlink'

/** A stored compute. It runs again for records whose `depends` paths changed. */
export interface Compute {
  readonly fields: readonly string[]
  /** Paths through relational fields of the model, e.g. `course_session_ids.state`. */
  readonly depends: readonly string[]
  compute(env: Environment, ids: readonly number[], model: Model): Promise<ReadonlyMap<number, Row>>
  /** Runs after the computed values are stored. */
  stored?(env: Environment, ids: readonly number[]): Promise<void>
}

/** A Python constraint. It runs when one of `fields` was written. Throws ValidationError. */
export interface Check {
  readonly fields: readonly string[]
  check(env: Environment, ids: readonly number[]): Promise<void>
}

/** A database constraint with Odoo's message for its violation. */
interface SqlConstraint extends Since {
  readonly name: string
  readonly sql: string
  readonly message: string
}

/**
 * A record rule added at run time. It applies to users in one of its groups, or to everybody if it
 * has none.
 */
export interface RecordRule {
  /** As in `Environment.groups`, `#<id>`. */
  readonly groups: readonly string[]
  readonly operations: ReadonlySet<Operation>
  /** A domain as Python code. It may use `user` for the caller. */
  readonly domain: string
}

/** A default value set at run time, for everybody or for one user. */
export interface UserDefault {
  readonly field: string
  readonly user: number | null
  readonly value: Cell
}

/** A model as data: what clients see, and the hooks for its behavior. */
export interface Model extends Since {
  readonly name: string
  readonly description: string
  readonly table: string
  readonly order: string
  /** The field with the display name. Null: the name is `model,id`. */
  readonly recName: string | null
  readonly fields: Readonly<Record<string, Field>>
  readonly access: Access
  readonly manual: boolean
  /** Whether an operation rejects deleted records. By default `write` and `unlink` ignore them. */
  readonly refusesMissing: (operation: 'write' | 'unlink', values: Values) => boolean
  /** The record rule in Odoo's code: a domain for the caller, or null. */
  readonly rule: (env: Environment, operation: Operation) => readonly unknown[] | null
  readonly rules: readonly RecordRule[]
  readonly defaults: readonly UserDefault[]
  readonly automations: readonly Automation[]
  readonly computes: readonly Compute[]
  readonly checks: readonly Check[]
  readonly constraints: readonly SqlConstraint[]
  readonly methods: Readonly<Record<string, Method>>
  readonly beforeCreate?: (env: Environment, rows: readonly Values[]) => Promise<Values[]>
  readonly created?: (env: Environment, ids: readonly number[], rows: readonly Values[]) => Promise<void>
  /** Called before a write. The function that it returns runs after it. */
  readonly writing?: (
    env: Environment,
    ids: readonly number[],
    values: Values,
  ) => Promise<((env: Environment) => Promise<void>) | undefined>
  readonly beforeUnlink?: (env: Environment, ids: readonly number[]) => Promise<void>
  readonly unlinked?: (env: Environment, ids: readonly number[]) => Promise<void>
}

export interface ModelDefinition extends Partial<
  Omit<Model, 'name' | 'table' | 'description' | 'fields' | 'manual'>
> {
  readonly description: string
  readonly fields: Readonly<Record<string, Field>>
}

const LOG_FIELDS: Readonly<Record<string, Field>> = {
  create_uid: { type: 'many2one', relation: 'res.users', label: 'Created by', readonly: true, copied: false },
  create_date: { type: 'datetime', label: 'Created on', readonly: true, copied: false },
  write_uid: {
    type: 'many2one',
    relation: 'res.users',
    label: 'Last Updated by',
    readonly: true,
    copied: false,
  },
  write_date: { type: 'datetime', label: 'Last Updated on', readonly: true, copied: false },
}

/** Completes a definition with Odoo's defaults: table, order, display name, log fields. */
export function model(name: string, definition: ModelDefinition): Model {
  const fields: Record<string, Field> = {
    id: { type: 'integer', label: 'ID', readonly: true },
    display_name: {
      type: 'char',
      label: 'Display Name',
      readonly: true,
      read: () => Promise.resolve(new Map()),
    },
    ...definition.fields,
    ...LOG_FIELDS,
  }
  return {
    order: 'id',
    recName: 'name' in definition.fields ? 'name' : 'x_name' in definition.fields ? 'x_name' : null,
    access: {},
    refusesMissing: () => false,
    rule: () => null,
    rules: [],
    defaults: [],
    automations: [],
    computes: [],
    checks: [],
    constraints: [],
    methods: {},
    ...definition,
    name,
    table: name.replaceAll('.', '_'),
    fields,
    manual: false,
  }
}

/** The field that archives records, if the model has one. */
export const activeField = ({ fields }: Model): 'active' | 'x_active' | undefined =>
  'active' in fields ? 'active' : 'x_active' in fields ? 'x_active' : undefined

/** The value of a new record if the caller gives none. Undefined: no default. */
export function defaultOf(env: Environment, { fields, defaults }: Model, name: string): Cell | undefined {
  const set = defaults.filter(({ field, user }) => field === name && (user === null || user === env.uid))
  const chosen = set.find(({ user }) => user !== null) ?? set[0]
  if (chosen) return chosen.value
  const value = fields[name]?.default
  return typeof value === 'function' ? value(env) : value
}

/** Percentage of `part` in `whole`; 0 if `whole` is 0. */
export const percent = (part: number, whole: number) => (whole ? (100 * part) / whole : 0)

/** The number in a cell. An empty cell counts as 0, as in Python. */
export const number = (cell: Cell | undefined) => (typeof cell === 'number' ? cell : 0)
