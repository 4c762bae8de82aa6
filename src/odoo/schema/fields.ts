/**
 * Constructors of fields for the declaration in `schema/`. A field knows how Odoo stores it; its TypeScript value follows:
 *
 * | field | value |
 * |---|---|
 * | char, text, html, binary (base64) | string, or null where Odoo has none |
 * | integer, float, boolean | number, boolean: Odoo has no empty one, an unset field reads as 0 or false |
 * | date | `YYYY-MM-DD` or null |
 * | datetime | ISO instant in UTC, whole seconds (`2026-11-22T12:28:55Z`), or null |
 * | selection | one of its keys, or null |
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

/** A text that staff read in Odoo, in its two languages. */
export interface Label {
  readonly en: string
  readonly ar: string
}

export const label = (en: string, ar: string): Label => ({ en, ar })

export interface FieldOptions {
  /** Never empty in Odoo. `defaulted`: Odoo fills it in when a new record does not bring it. */
  readonly required?: true | 'defaulted'
  /** Odoo computes or stamps it: cannot be written. */
  readonly readonly?: true
  /** Technical name, where it does not follow the convention of `suiteFieldNames`; several: it differs by version of Odoo. */
  readonly as?: string | readonly [string, ...string[]]
  /** What staff see, where `setup` makes the field. */
  readonly label?: Label
  /** One sentence for staff, shown when they point at the field. */
  readonly help?: string
  /** Ours: no suite has such a field, or computes it wrongly. Always a manual field (`x_…`). */
  readonly own?: true
  /** An app that may not be installed brings it: read as empty where it is missing. */
  readonly optional?: true
  readonly index?: true
  /** A copied record does not inherit the value: it is another record. */
  readonly copied?: false
  /** Value of a new record, where `setup` makes the field. */
  readonly default?: string | number | boolean
  /** What happens to this record when the one it points to is deleted, where `setup` makes the field. Default `set null`. */
  readonly onDelete?: 'set null' | 'restrict' | 'cascade'
  /** Smallest and largest value: a write of ours beyond it is refused. */
  readonly range?: readonly [minimum: number, maximum: number]
}

export interface Field<Value = unknown, Options extends FieldOptions = FieldOptions> {
  readonly kind: FieldKind
  readonly options: Options
  /** Keys of a selection; null: not a selection, or one whose options are data of the server. */
  readonly keys: readonly string[] | null
  /** What staff see for each key, where `setup` makes the field. */
  readonly labels: Readonly<Record<string, Label>> | null
  /** Name of the model that a many2one or one2many points to. */
  readonly target: string | null
  /** Of a one2many: the many2one of the target, by its logical name. */
  readonly inverse: string | null
  /** Carries the type only; never set. */
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

/** The options may be left out: an absent record is the empty one, whatever `O` was inferred as. */
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

/** A value outside `keys` is a server of another version than declared, and reported as such. */
export const selection = <const K extends string, const O extends FieldOptions>(
  keys: readonly K[],
  options?: O,
): Field<K | OrEmpty<O>, O> => field('selection', options, { keys })

/** A selection that `setup` can make: its keys with what staff see. */
export const choice = <const K extends string, const O extends FieldOptions>(
  labels: Readonly<Record<K, Label>>,
  options?: O,
): Field<K | OrEmpty<O>, O> => field('selection', options, { keys: Object.keys(labels), labels })

/** A selection whose options are data of the server (installed languages). */
export const openSelection = <const O extends FieldOptions>(options?: O): Field<string | OrEmpty<O>, O> =>
  field('selection', options)

export const many2one = <const O extends FieldOptions>(
  target: string,
  options?: O,
): Field<number | OrEmpty<O>, O> => field('many2one', options, { target })

/** The records of `target` that point here by `inverse`. */
export const one2many = <const O extends FieldOptions>(
  target: string,
  inverse: string,
  options?: O,
): Field<readonly number[], O & { readonly readonly: true }> =>
  field('one2many', { ...options, readonly: true } as O & { readonly readonly: true }, { target, inverse })

/** Written as a whole: who is not named any more is taken out. */
export const many2many = <const O extends FieldOptions>(
  target: string,
  options?: O,
): Field<readonly number[], O> => field('many2many', options, { target })
