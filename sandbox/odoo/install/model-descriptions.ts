import type { Sql } from '../orm/environment.js'
import type { Model } from '../orm/model.js'
import { describeFields } from '../provisioning/models/describe-fields.js'
import { setExternalId } from './external-id.js'
import { SUITE } from './modules.js'

/**
 * Inserts rows of `ir.model`, `ir.model.fields` and `ir.model.access` for the models of modules.
 * The groups must exist.
 */
export async function describeModels(sql: Sql, models: readonly Model[]): Promise<void> {
  for (const model of models) {
    const [row] = await sql<{ id: number }>(
      `INSERT INTO ir_model (name, model, "order", state, transient, is_mail_thread, is_mail_activity)
       VALUES ($1, $2, $3, 'base', false, false, false) RETURNING id`,
      [model.description, model.name, model.order],
    )
    const id = row?.id ?? 0
    await setExternalId(sql, `${moduleOf(model)}.model_${model.table}`, 'ir.model', id)
    await describeFields(sql, id, model)
    for (const [group, letters] of Object.entries(model.access))
      await sql(
        `INSERT INTO ir_model_access (name, active, model_id, group_id, perm_read, perm_write, perm_create, perm_unlink)
         VALUES ($1, true, $2, (SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND module || '.' || name = $3),
           $4, $5, $6, $7)`,
        [model.name, id, group, ...['r', 'w', 'c', 'u'].map((letter) => letters.includes(letter))],
      )
  }
  await sql(
    `INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
     SELECT d.module, 'field_' || substr(d.name, 7) || '__' || f.name, 'ir.model.fields', f.id, true
     FROM ir_model_data d JOIN ir_model_fields f ON f.model_id = d.res_id WHERE d.model = 'ir.model'`,
  )
}

const moduleOf = ({ name }: Model) => {
  if (name.startsWith('gr.')) return SUITE
  if (name.startsWith('slide.')) return 'website_slides'
  if (name === 'base.automation') return 'base_automation'
  return /^(survey|mail)\./.exec(name)?.[1] ?? 'base'
}
