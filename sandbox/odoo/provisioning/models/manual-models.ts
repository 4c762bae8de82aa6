import { model, type Model } from '../../orm/model.js'
import { activityFields, threadFields } from '../../apps/mail/messages-and-activities.js'
import { titled, type Field, type FieldType, type Options, type Row } from '../../orm/field.js'

/**
 * Builds a field that was added over the external API, from its row in `ir.model.fields` and its
 * options.
 */
export function manualField(row: Row, options: Options): Field {
  const type = String(row.ttype) as FieldType
  const text = (name: string) => (typeof row[name] === 'string' && row[name] !== '' ? row[name] : undefined)
  const relation = text('relation')
  const related = text('related')
  return {
    type,
    label: text('field_description') ?? titled(String(row.name)),
    manual: true,
    required: Boolean(row.required),
    readonly: Boolean(row.readonly),
    copied: row.copied !== false,
    indexed: Boolean(row.index),
    ...(relation === undefined ? {} : { relation }),
    ...(type === 'many2one' ? { ondelete: onDelete(row.on_delete) } : {}),
    ...(type === 'one2many' ? { inverse: text('relation_field') ?? '' } : {}),
    ...(type === 'selection' ? { selection: options } : {}),
    ...(type === 'many2many' ? { link: linkOf(row) } : {}),
    ...(related !== undefined && row.store === false ? { related } : {}),
    ...(row.translate && row.translate !== 'false' ? { translated: true } : {}),
  }
}

const onDelete = (value: Row[string] | undefined) =>
  value === 'cascade' || value === 'restrict' ? value : 'set null'

const linkOf = ({ relation_table, column1, column2 }: Row) => ({
  table: String(relation_table),
  source: String(column1),
  target: String(column2),
})

/** Odoo's default names for a many2many. The two models share one table. */
export function defaultLink(table: string, otherTable: string) {
  const [first = '', second = ''] = [table, otherTable].sort()
  const [source, target] =
    table === otherTable ? (['id1', 'id2'] as const) : [`${table}_id`, `${otherTable}_id`]
  return { table: `x_${first}_${second}_rel`, source, target }
}

/** Builds a model that was added over the external API, from its row in `ir.model`. */
export function manualModel(row: Row, fields: Readonly<Record<string, Field>>): Model {
  return {
    ...model(String(row.model), {
      description: String(row.name),
      order: String(row.order ?? 'id'),
      fields: {
        ...fields,
        ...(row.is_mail_thread ? threadFields(String(row.model)) : {}),
        ...(row.is_mail_activity ? activityFields(String(row.model)) : {}),
      },
    }),
    manual: true,
  }
}
