/**
 * Constructors of fields for the declaration in `schema.ts`. A field knows how Odoo stores it; its TypeScript value follows:
 *
 * | field | value |
 * |---|---|
 * | char, text, binary (base64) | string, or null where Odoo has none |
 * | integer, float, boolean | number, boolean: Odoo has no empty one, an unset field reads as 0 or false |
 * | date | `YYYY-MM-DD` or null |
 * | datetime | ISO instant in UTC, whole seconds (`2026-11-22T12:28:55Z`), or null |
 * | selection | one of its keys, or null |
 * | many2one | database id, or null |
 */
type FieldKind =
  | 'char'
  | 'text'
  | 'binary'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'many2one'

export interface FieldOptions {
  /** Never empty in Odoo. `defaulted`: Odoo fills it in when a new record does not bring it. */
  readonly required?: true | 'defaulted'
  /** Odoo computes or stamps it: cannot be written. */
  readonly readonly?: true
  /** Technical name, where it does not follow the convention of `technicalName`. */
  readonly as?: string
  /** Not in the suite: `setup` adds it as a manual field. */
  readonly provisioned?: Provision
}

/** A field of ours: its technical name (`x_…`) and what staff see. */
export interface Provision {
  readonly name: `x_${string}`
  readonly label: { readonly en: string; readonly ar: string }
  readonly help: string
  readonly index?: true
}

export interface Field<Value = unknown, Options extends FieldOptions = FieldOptions> {
  readonly kind: FieldKind
  readonly options: Options
  /** Keys of a selection; null: not a selection, or one whose options are data of the server. */
  readonly keys: readonly string[] | null
  /** Technical name of the model that a many2one points to. */
  readonly target: string | null
  /** Carries the type only; never set. */
  readonly value?: Value
}

type OrEmpty<O extends FieldOptions> = O extends { readonly required: true | 'defaulted' } ? never : null

type Constructor<Value> = <const O extends FieldOptions>(options?: O) => Field<Value, O>
type NullableConstructor<Value> = <const O extends FieldOptions>(options?: O) => Field<Value | OrEmpty<O>, O>

/** The options may be left out: an absent record is the empty one, whatever `O` was inferred as. */
function field<O extends FieldOptions>(
  kind: FieldKind,
  options: O | undefined,
  keys: readonly string[] | null = null,
  target: string | null = null,
): Field<never, O> {
  return { kind, options: options ?? ({} as O), keys, target }
}

export const char: NullableConstructor<string> = (options) => field('char', options)
export const text: NullableConstructor<string> = (options) => field('text', options)
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
): Field<K | OrEmpty<O>, O> => field('selection', options, keys)

/** A selection whose options are data of the server (installed languages). */
export const openSelection = <const O extends FieldOptions>(options?: O): Field<string | OrEmpty<O>, O> =>
  field('selection', options)

export const many2one = <const O extends FieldOptions>(
  target: string,
  options?: O,
): Field<number | OrEmpty<O>, O> => field('many2one', options, null, target)
