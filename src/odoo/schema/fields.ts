/**
 * Field constructors for declaring models (see `model.ts`).
 *
 * To declare a field, choose the constructor of its Odoo type and give it a logical name in
 * camelCase. The technical name follows: `assignedAgent: many2one('res.users')` is
 * `assigned_agent_id`, `birthDate: date()` is `birth_date`. Use `as` where Odoo has another name.
 * A field that `setup` may create also needs a `label`; `own: true` marks one that only we have.
 *
 * The constructor also decides the TypeScript value:
 *
 * | field | value |
 * |---|---|
 * | char, text, html, binary (base64) | string, or null where Odoo has none |
 * | integer, float, boolean | number, boolean; an unset field reads as 0 or false |
 * | date | `YYYY-MM-DD` or null |
 * | datetime | ISO instant in UTC, whole seconds (`2026-11-22T12:28:55Z`), or null |
 * | selection | one of its keys, or null: empty or unknown |
 * | many2one | database id, or null |
 * | one2many, many2many | database ids |
 */
export type FieldKind =
  | 'char'
  | 'text'
  | 'html'
  | 'binary'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'many2one'
  | 'one2many'
  | 'many2many'

/** A text that staff read in Odoo, in both languages. */
export interface Label {
  readonly en: string
  readonly ar: string
}

export const label = (en: string, ar: string): Label => ({ en, ar })

export interface FieldOptions {
  /** Never empty in Odoo. `defaulted`: Odoo fills it in when a new record does not set it. */
  readonly required?: true | 'defaulted'
  /** Odoo computes or stamps it, so it can't be written. */
  readonly readonly?: true
  /**
   * Technical name, if it does not follow the convention of `suiteFieldNames`. Several names: it
   * differs between versions of Odoo.
   */
  readonly as?: string | readonly [string, ...string[]]
  /** Label for staff, if `setup` creates the field. */
  readonly label?: Label
  /** Tooltip for staff, one or two sentences. */
  readonly help?: string
  /** Always a manual field (`x_…`): the suite has no such field, or computes it wrongly. */
  readonly own?: true
  /** Comes with an app, or a suite, that may not be there. Reads as empty where it is missing. */
  readonly optional?: true
  readonly index?: true
  /** A copy of the record does not get the value. */
  readonly copied?: false
  /** Value of a new record, if `setup` creates the field. */
  readonly default?: string | number | boolean
  /**
   * What happens to this record when the record it points to is deleted, if `setup` creates the
   * field. Default `set null`.
   */
  readonly onDelete?: 'set null' | 'restrict' | 'cascade'
  /** Smallest and largest value. The client rejects writes outside of it. */
  readonly range?: readonly [minimum: number, maximum: number]
}

export interface Field<Value = unknown, Options extends FieldOptions = FieldOptions> {
  readonly kind: FieldKind
  readonly options: Options
  /** Keys of a selection. Null: not a selection, or its options are data of the server. */
  readonly keys: readonly string[] | null
  /** Label of each key, if `setup` creates the field. */
  readonly labels: Readonly<Record<string, Label>> | null
  /** Name of the model that a many2one or one2many points to. */
  readonly target: string | null
  /** Of a one2many: the logical name of the target's many2one that points back. */
  readonly inverse: string | null
  /** Only carries the type; never set. */
  readonly value?: Value
}

type OrEmpty<O extends FieldOptions> = O extends { readonly required: true | 'defaulted' } ? never : null

type Constructor<Value> = <const O extends FieldOptions>(options?: O) => Field<Value, O>
type NullableConstructor<Value> = <const O extends FieldOptions>(options?: O) => Field<Value | OrEmpty<O>, O>

interface Shape {
  readonly keys?: readonly string[]
  readonly labels?: Readonly<Record<string, Label>>
  readonly target?: string
  readonly inverse?: string
}

/** Without options the field has an empty record of them, whatever `O` was inferred as. */
function field<O extends FieldOptions>(
  kind: FieldKind,
  options: O | undefined,
  { keys, labels, target, inverse }: Shape = {},
): Field<never, O> {
  return {
    kind,
    options: options ?? ({} as O),
    keys: keys ?? null,
    labels: labels ?? null,
    target: target ?? null,
    inverse: inverse ?? null,
  }
}

export const char: NullableConstructor<string> = (options) => field('char', options)
export const text: NullableConstructor<string> = (options) => field('text', options)
export const html: NullableConstructor<string> = (options) => field('html', options)
export const binary: NullableConstructor<string> = (options) => field('binary', options)
export const date: NullableConstructor<string> = (options) => field('date', options)
export const datetime: NullableConstructor<string> = (options) => field('datetime', options)
export const integer: Constructor<number> = (options) => field('integer', options)
export const float: Constructor<number> = (options) => field('float', options)
export const boolean: Constructor<boolean> = (options) => field('boolean', options)

/**
 * A selection with known keys. Any other value, such as one that another app adds, reads as null:
 * unknown.
 */
export const selection = <const K extends string, const O extends FieldOptions>(
  keys: readonly K[],
  options?: O,
): Field<K | null, O> => field('selection', options, { keys })

/** A selection that `setup` can create: its keys with their labels. */
export const choice = <const K extends string, const O extends FieldOptions>(
  labels: Readonly<Record<K, Label>>,
  options?: O,
): Field<K | null, O> => field('selection', options, { keys: Object.keys(labels), labels })

/** A selection whose options are data of the server (installed languages). */
export const openSelection = <const O extends FieldOptions>(options?: O): Field<string | OrEmpty<O>, O> =>
  field('selection', options)

export const many2one = <const O extends FieldOptions>(
  target: string,
  options?: O,
): Field<number | OrEmpty<O>, O> => field('many2one', options, { target })

/** The records of `target` whose `inverse` points here. */
export const one2many = <const O extends FieldOptions>(
  target: string,
  inverse: string,
  options?: O,
): Field<readonly number[], O & { readonly readonly: true }> =>
  field('one2many', { ...options, readonly: true } as O & { readonly readonly: true }, { target, inverse })

/** A write replaces the whole list: records that it does not name are removed. */
export const many2many = <const O extends FieldOptions>(
  target: string,
  options?: O,
): Field<readonly number[], O> => field('many2many', options, { target })
