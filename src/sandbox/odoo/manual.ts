import { titled, type Field, type FieldType, type Options, type Row } from './field.js'
import { model, type Model } from './model.js'

/** A field that was added over the external API, from its row in `ir.model.fields` and its options. */
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

/** Odoo's names for a many2many that brings none: both sides of two models share one table. */
export function defaultLink(table: string, otherTable: string) {
  const [first = '', second = ''] = [table, otherTable].sort()
  const [source, target] =
    table === otherTable ? (['id1', 'id2'] as const) : [`${table}_id`, `${otherTable}_id`]
  return { table: `x_${first}_${second}_rel`, source, target }
}

/** A model that was added over the external API, from its row in `ir.model`; its manual fields are added to it. */
export function manualModel(row: Row, fields: Readonly<Record<string, Field>>): Model {
  return {
    ...model(String(row.model), {
      description: String(row.name),
      order: String(row.order ?? 'id'),
      fields: {
        ...fields,
        ...(row.is_mail_thread ? THREAD_FIELDS : {}),
        ...(row.is_mail_activity ? ACTIVITY_FIELDS : {}),
      },
    }),
    manual: true,
  }
}

/** Kept elsewhere than in the record; a record added over the API has no messages of its own making. */
const elsewhere = (type: FieldType, label: string, relation?: string): Field => ({
  type,
  label,
  readonly: true,
  copied: false,
  ...(relation === undefined ? {} : { relation }),
  read: (_env, ids) =>
    Promise.resolve(new Map(ids.map((id) => [id, type === 'many2one' || type === 'date' ? null : []]))),
})

const THREAD_FIELDS: Readonly<Record<string, Field>> = {
  message_follower_ids: elsewhere('one2many', 'Followers', 'mail.followers'),
  message_partner_ids: elsewhere('many2many', 'Followers (Partners)', 'res.partner'),
  message_ids: elsewhere('one2many', 'Messages', 'mail.message'),
}
const ACTIVITY_FIELDS: Readonly<Record<string, Field>> = {
  activity_ids: elsewhere('one2many', 'Activities', 'mail.activity'),
  activity_user_id: elsewhere('many2one', 'Responsible User', 'res.users'),
  activity_date_deadline: elsewhere('date', 'Next Activity Deadline'),
}
