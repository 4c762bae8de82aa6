import { type Environment, modelOf, sudo } from '../../orm/environment.js'
import { userError } from '../../orm/exceptions.js'
import { keys, many2many, many2one, selection } from '../../orm/field.js'
import { onRecords } from '../../orm/methods/method.js'
import { model } from '../../orm/model.js'
import { unlink } from '../../orm/records.js'
import { quoted } from '../../orm/tables.js'

const WIZARD = 'base.partner.merge.automatic.wizard'

/**
 * The wizard that merges contacts. Odoo changes the references in SQL: no row is stamped, nothing
 * is computed again, and no automation rule runs. Of a table in which one row of the contacts
 * collides, it deletes all rows of those that are merged away.
 */
export const MergeContacts = model(WIZARD, {
  description: 'Merge Partner Wizard',
  recName: null,
  access: { 'base.group_partner_manager': 'rwc' },
  fields: {
    state: selection(keys('option selection finished'), { required: true, default: 'option' }),
    partner_ids: many2many('res.partner', { label: 'Contacts' }),
    dst_partner_id: many2one('res.partner', { label: 'Destination Contact' }),
  },
  methods: {
    action_merge: onRecords([], async ({ env, ids }) => {
      const [wizard] = await env.sql<{ into: number | null; partners: number[] }>(
        `SELECT dst_partner_id AS into,
           ARRAY(SELECT target FROM base_partner_merge_automatic_wizard_partner_ids_rel
             WHERE source = w.id AND target IS DISTINCT FROM w.dst_partner_id ORDER BY target) AS partners
         FROM base_partner_merge_automatic_wizard w WHERE w.id = ANY($1)`,
        [ids],
      )
      if (!wizard?.into) throw userError('Select a destination contact.')
      await merge(env, wizard.partners, wizard.into)
      return { type: 'ir.actions.act_window', res_model: WIZARD, view_mode: 'form', target: 'new' }
    }),
  },
})

async function merge(env: Environment, from: readonly number[], into: number): Promise<void> {
  for (const { table, column } of await references(env)) {
    await env.sql('SAVEPOINT merge')
    try {
      await env.sql(`UPDATE ${quoted(table)} SET ${quoted(column)} = $2 WHERE ${quoted(column)} = ANY($1)`, [
        from,
        into,
      ])
    } catch {
      await env.sql('ROLLBACK TO SAVEPOINT merge')
      await env.sql(`DELETE FROM ${quoted(table)} WHERE ${quoted(column)} = ANY($1)`, [from])
    }
  }
  await unlink(sudo(env), modelOf(env, 'res.partner').name, from)
}

/** Columns that refer to contacts. */
const references = (env: Environment) =>
  env.sql<{ table: string; column: string }>(
    `SELECT t.relname AS table, a.attname AS column FROM pg_constraint c
     JOIN pg_class t ON t.oid = c.conrelid
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'res_partner'::regclass
       AND t.relname NOT LIKE 'base\\_partner\\_merge\\_%'
     ORDER BY 1, 2`,
  )
