import type { FieldName, Model } from '../schema/model.js'

/** Another record, wherever it stands: found by name, given as database id to Odoo. */
export type Reference =
  /** One of ours, by the `id` of its resource. */
  | { readonly ours: string }
  /** By an external id of somebody else's: `base.group_user`. */
  | { readonly external: string }
  /** The entry of a model, by its technical name. */
  | { readonly model: string }
  /** The entry of a field, by the technical names of model and field. */
  | { readonly field: readonly [model: string, name: string] }
  /** A window action of ours, in the form in which a menu keeps it: `ir.actions.act_window,<id>`. */
  | { readonly action: string }

/** `null`: empty. A list of references is the whole of a many2many. */
export type WantedValue = string | number | boolean | null | Reference | readonly Reference[]

/** One record of Odoo that we want, as data. */
export interface Resource {
  /** External id, without the namespace (`load.ts`): `[a-z0-9_]{1,100}`. */
  readonly id: string
  /** From `schema/administration.ts`. */
  readonly model: Model
  /** Logical names. What is not named is left as it is. Resources of one model name the same fields. */
  readonly values: Readonly<Record<string, WantedValue>>
  /** What the fields say where Arabic is installed: texts that Odoo keeps by language. */
  readonly arabic: Readonly<Record<string, string>>
  /**
   * How to write those of `arabic` that Odoo keeps in one piece and translates term by term (the arch of a view, the help of an action):
   * English term → Arabic term. Writing the whole in Arabic would lose the English.
   */
  readonly terms: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Of a selection field: what its options say in Arabic, by key. */
  readonly arabicOptions: Readonly<Record<string, string>>
  /** For the plan: which record (`gr.student.x_partner_id`). */
  readonly title: string
  /** For the plan, where the record is made: what it is (`many2one to res.partner, “Contact”`). */
  readonly words: string
  /** Fields whose values are never shown. */
  readonly secret: readonly string[]
}

type ValuesOf<M extends Model> = { readonly [F in FieldName<M>]?: WantedValue }

/** A resource of this model; its fields are checked by the compiler. */
export const resource = <M extends Model>(
  model: M,
  id: string,
  values: ValuesOf<M>,
  {
    title,
    words = '',
    arabic = {},
    arabicOptions = {},
    terms = {},
    secret = [],
  }: {
    readonly title: string
    readonly words?: string
    readonly arabic?: { readonly [F in FieldName<M>]?: string }
    readonly terms?: { readonly [F in FieldName<M>]?: Readonly<Record<string, string>> }
    readonly arabicOptions?: Readonly<Record<string, string>>
    readonly secret?: readonly FieldName<M>[]
  },
): Resource => ({
  id,
  model,
  values: values as Resource['values'],
  arabic: arabic as Resource['arabic'],
  arabicOptions,
  terms: terms as Resource['terms'],
  title,
  words,
  secret,
})

/** Makes an external id of technical names: `x_gr_student`, `list` → `view_x_gr_student_list`. */
export const resourceId = (...parts: readonly string[]): string => parts.join('_').replace(/[^a-z0-9_]/g, '_')
