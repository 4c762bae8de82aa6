import type { Environment } from '../../orm/environment.js'
import { userError } from '../../orm/exceptions.js'
import { char, integer, many2one, type Options } from '../../orm/field.js'
import { model } from '../../orm/model.js'
import { quoted } from '../../orm/tables.js'
import { ACCESS_EDITORS } from '../access/editors.js'
import { reloadRegistry } from './registry-hooks.js'

const NOT_MANUAL =
  'Properties of base fields cannot be altered in this manner! Please modify them through Python code, ' +
  'preferably through a custom addon!'

export const IrModelFieldsSelection = model('ir.model.fields.selection', {
  description: 'Fields Selection',
  order: 'sequence, id',
  access: ACCESS_EDITORS,
  fields: {
    field_id: many2one('ir.model.fields', { required: true, ondelete: 'cascade' }),
    value: char({ required: true }),
    name: char({ required: true, translated: true }),
    sequence: integer({ default: 1000 }),
  },
  constraints: [
    {
      name: 'ir_model_fields_selection_selection_field_uniq',
      sql: 'UNIQUE (field_id, value)',
      message: 'Selections values must be unique per field',
    },
  ],
  beforeCreate: async (env, rows) => {
    const ids = rows.map(({ field_id }) => Number(field_id))
    const base = await env.sql(`SELECT 1 FROM ir_model_fields WHERE id = ANY($1) AND state != 'manual'`, [
      ids,
    ])
    if (base.length > 0) throw userError(NOT_MANUAL)
    return [...rows]
  },
  created: reloadRegistry,
  writing: async (env, ids, values) => {
    const before = await stored(env, ids)
    return async (after) => {
      for (const { table, name, value } of before)
        if (typeof values.value === 'string' && values.value !== value)
          await after.sql(`UPDATE ${quoted(table)} SET ${quoted(name)} = $1 WHERE ${quoted(name)} = $2`, [
            values.value,
            value,
          ])
      await reloadRegistry(after)
    }
  },
  beforeUnlink: async (env, ids) => {
    for (const { table, name, value } of await stored(env, ids))
      await env.sql(`UPDATE ${quoted(table)} SET ${quoted(name)} = NULL WHERE ${quoted(name)} = $1`, [value])
  },
  unlinked: reloadRegistry,
})

interface StoredOption {
  readonly table: string
  readonly name: string
  readonly value: string
}

/** The options of stored manual fields, with the column that uses them. */
async function stored(env: Environment, ids: readonly number[]): Promise<StoredOption[]> {
  const rows = await env.sql<{ model: string; name: string; value: string }>(
    `SELECT f.model, f.name, s.value FROM ir_model_fields_selection s JOIN ir_model_fields f ON f.id = s.field_id
     WHERE s.id = ANY($1) AND f.state = 'manual' AND f.store`,
    [ids],
  )
  return rows.flatMap(({ model: owner, ...option }) => {
    const table = env.transaction.registry.find(owner)?.table
    return table === undefined ? [] : [{ table, ...option }]
  })
}

/**
 * Replaces a field's options. Rows with a removed option are emptied; other options keep their
 * records.
 */
export async function replaceOptions(env: Environment, fieldId: number, options: Options): Promise<void> {
  const kept = options.map(([value]) => value)
  const gone = await env.sql<{ id: number }>(
    'SELECT id FROM ir_model_fields_selection WHERE field_id = $1 AND value != ALL($2)',
    [fieldId, kept],
  )
  const ids = gone.map(({ id }) => id)
  if (ids.length > 0) {
    await IrModelFieldsSelection.beforeUnlink?.(env, ids)
    await env.sql('DELETE FROM ir_model_fields_selection WHERE id = ANY($1)', [ids])
  }
  await env.sql(
    `INSERT INTO ir_model_fields_selection (field_id, value, name, sequence)
     SELECT $1, o.value, o.label, o.place FROM jsonb_to_recordset($2) AS o(value text, label text, place integer)
     ON CONFLICT (field_id, value) DO UPDATE SET name = excluded.name, sequence = excluded.sequence`,
    [fieldId, JSON.stringify(options.map(([value, label], place) => ({ value, label, place })))],
  )
}
