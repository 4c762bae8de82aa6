import type { FieldName, Model } from '../schema/model.js'

/** Names another record. Odoo gets its database id. */
export type Reference =
  /** A record of ours, by the `id` of its resource. */
  | { readonly ours: string }
  /** A foreign record by its external id: `base.group_user`. */
  | { readonly external: string }
  /** The entry of a model, by its technical name. */
  | { readonly model: string }
  /** The entry of a field, by the technical names of model and field. */
  | { readonly field: readonly [model: string, name: string] }
  /** An action of ours, and its kind. A menu stores it as `ir.actions.act_window,<id>`. */
  | { readonly action: string; readonly kind: string }

/** `null`: empty. A list of references is the complete value of a many2many. */
export type DesiredValue = string | number | boolean | null | Reference | readonly Reference[]

/** One desired record of Odoo, as data. */
export interface Resource {
  /** External id, without the namespace (`load.ts`): `[a-z0-9_]{1,100}`. */
  readonly id: string
  /** From `schema/administration.ts`. */
  readonly model: Model
  /**
   * By logical name; other fields stay unchanged. All resources of a model name the same fields.
   */
  readonly values: Readonly<Record<string, DesiredValue>>
  /** Arabic texts of translatable fields, used where Arabic is installed. */
  readonly arabic: Readonly<Record<string, string>>
  /**
   * English term → Arabic term, for the fields of `arabic` that Odoo translates term by term (the
   * arch of a view, the help of an action). Writing the whole text in Arabic would lose the
   * English.
   */
  readonly terms: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Of a selection field: Arabic labels of its options, by key. */
  readonly arabicOptions: Readonly<Record<string, string>>
  /** For the plan: which record (`gr.student.x_partner_id`). */
  readonly title: string
  /** For the plan, when the record is made: what it is (`many2one to res.partner, “Contact”`). */
  readonly description: string
  /** Fields whose values the plan never shows. */
  readonly secret: readonly string[]
}

type ValuesOf<M extends Model> = { readonly [F in FieldName<M>]?: DesiredValue }

/** Makes a resource. The compiler checks its field names. */
export const resource = <M extends Model>(
  model: M,
  id: string,
  values: ValuesOf<M>,
  {
    title,
    description = '',
    arabic = {},
    arabicOptions = {},
    terms = {},
    secret = [],
  }: {
    readonly title: string
    readonly description?: string
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
  description,
  secret,
})

/** Makes an external id from names: `view`, `x_gr_student`, `list` → `view_x_gr_student_list`. */
export const resourceId = (...parts: readonly string[]): string => parts.join('_').replace(/[^a-z0-9_]/g, '_')
