import { titled, type Field, type FieldType, type Options, type Row } from './field.js'

/** `[('draft', 'Draft'), …]`: the text column in which a manual field's options travel. */
export const OPTIONS_PATTERN = /^\s*\[\s*(\(\s*(['"]).*?\2\s*,\s*(['"]).*?\3\s*\)\s*,?\s*)*\]\s*$/

/** A manual field from its row in `ir.model.fields`. */
export function manualField(row: Row): Field {
  const type = String(row.ttype) as FieldType
  const ondelete = row.on_delete === 'cascade' || row.on_delete === 'restrict' ? row.on_delete : 'set null'
  return {
    type,
    label: String(row.field_description || titled(String(row.name))),
    manual: true,
    required: Boolean(row.required),
    readonly: Boolean(row.readonly),
    copied: row.copied !== false,
    ...(row.relation === null || row.relation === undefined ? {} : { relation: String(row.relation) }),
    ...(type === 'many2one' ? { ondelete } : {}),
    ...(type === 'one2many' ? { inverse: String(row.relation_field) } : {}),
    ...(type === 'selection' ? { selection: parsedOptions(row.selection) } : {}),
  }
}

function parsedOptions(text: Row[string] | undefined): Options {
  const pairs = String(text ?? '').matchAll(/\(\s*(['"])(.*?)\1\s*,\s*(['"])(.*?)\3\s*\)/g)
  return [...pairs].map(([, , key = '', , label = '']) => [key, label] as const)
}
