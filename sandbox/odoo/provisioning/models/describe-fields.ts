import type { Sql } from '../../orm/environment.js'
import { hasColumn, titled, type Field, isReadonly } from '../../orm/field.js'
import type { Model } from '../../orm/model.js'

/**
 * Inserts the fields of a model and their options into `ir.model.fields`. Existing rows stay as
 * they are.
 */
export async function describeFields(sql: Sql, modelId: number, model: Model): Promise<void> {
  const rows = Object.entries(model.fields)
    .filter(([, field]) => !field.manual)
    .map(([name, field]) => described(model, name, field))
  await sql(
    `INSERT INTO ir_model_fields (name, model_id, model, field_description, ttype, relation, relation_field, on_delete, related,
       required, readonly, store, copied, index, state, domain, size)
     SELECT f.name, $2, $3, f.label, f.ttype, f.relation, f.inverse, f.ondelete, f.related,
       f.required, f.readonly, f.store, f.copied, f.indexed, 'base', '[]', 0
     FROM jsonb_to_recordset($1) AS f(name text, label text, ttype text, relation text, inverse text, ondelete text, related text,
       required boolean, readonly boolean, store boolean, copied boolean, indexed boolean)
     ON CONFLICT (model, name) DO NOTHING`,
    [JSON.stringify(rows), modelId, model.name],
  )
  const options = Object.entries(model.fields).flatMap(([field, { selection, manual }]) =>
    manual ? [] : (selection ?? []).map(([value, label], sequence) => ({ field, value, label, sequence })),
  )
  await sql(
    `INSERT INTO ir_model_fields_selection (field_id, value, name, sequence)
     SELECT f.id, o.value, o.label, o.sequence
     FROM jsonb_to_recordset($1) AS o(field text, value text, label text, sequence integer)
     JOIN ir_model_fields f ON f.model = $2 AND f.name = o.field ON CONFLICT (field_id, value) DO NOTHING`,
    [JSON.stringify(options), model.name],
  )
}

const described = ({ computes }: Model, name: string, field: Field) => ({
  name,
  label: field.label ?? titled(name),
  ttype: field.type,
  relation: field.relation ?? null,
  inverse: field.inverse ?? null,
  ondelete: field.type === 'many2one' ? (field.ondelete ?? (field.required ? 'restrict' : 'set null')) : null,
  related: field.related ?? null,
  required: field.required ?? false,
  readonly: isReadonly(field),
  store: field.related === undefined && field.read === undefined,
  copied: field.copied ?? (hasColumn(field) && !computes.some(({ fields }) => fields.includes(name))),
  indexed: (field.indexed ?? false) || (field.type === 'many2one' && hasColumn(field)),
})
