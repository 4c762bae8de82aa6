import type { Environment } from '../../orm/environment.js'
import { validationError } from '../../orm/exceptions.js'
import { char, integer, many2many, many2one, selection, text, type Values } from '../../orm/field.js'
import { model, type Check } from '../../orm/model.js'
import { SETTINGS_EDITORS } from '../access/editors.js'
import { reloadAfterChanges, reloadRegistry } from '../models/registry-hooks.js'

const GROUPS = { table: 'ir_act_server_group_rel', source: 'act_id', target: 'gid' } as const

/** Fields that only some groups may read. A webhook must not send them. */
const RESTRICTED = ['totp_secret', 'password', 'password_hash']

const openFields: Check = {
  fields: ['webhook_field_ids'],
  check: async (env, ids) => {
    if (env.version >= 19) return
    const rows = await env.sql<{ action: string; label: string }>(
      `SELECT a.name AS action, f.field_description AS label FROM ir_actions_server a
       JOIN ir_act_server_webhook_field_rel r ON r.server_id = a.id JOIN ir_model_fields f ON f.id = r.field_id
       WHERE a.id = ANY($1) AND f.name = ANY($2)`,
      [ids, RESTRICTED],
    )
    if (rows.length > 0)
      throw validationError(
        `Group-restricted fields cannot be included in webhook payloads:\n${rows
          .map(({ action, label }) => `${action}: ${label}`)
          .join('\n')}`,
      )
  },
}

const sameModel: Check = {
  fields: ['model_id', 'base_automation_id'],
  check: async (env, ids) => {
    if (env.version >= 19) return
    const [row] = await env.sql<{ action: string; rule: string }>(
      `SELECT a.name AS action, b.name AS rule FROM ir_actions_server a
       JOIN base_automation b ON b.id = a.base_automation_id AND b.model_id != a.model_id WHERE a.id = ANY($1)`,
      [ids],
    )
    if (row)
      throw validationError(
        `Model of action ${row.action} should match the one from automated rule ${row.rule}.`,
      )
  },
}

const hooks = reloadAfterChanges()

export const IrActionsServer = model('ir.actions.server', {
  description: 'Server Actions',
  order: 'sequence, name, id',
  access: SETTINGS_EDITORS,
  fields: {
    name: char({ required: true, label: 'Action Name', translated: true }),
    type: char({ required: true, label: 'Action Type', default: 'ir.actions.server' }),
    usage: selection(
      [
        ['ir_actions_server', 'Server Action'],
        ['ir_cron', 'Scheduled Action'],
        ['base_automation', 'Automation Rule'],
      ],
      { required: true, default: 'ir_actions_server' },
    ),
    state: selection(
      [
        ['object_write', 'Update Record'],
        ['object_create', 'Create Record'],
        ['code', 'Execute Code'],
        ['webhook', 'Send Webhook Notification'],
        ['multi', 'Execute Existing Actions'],
      ],
      { required: true, label: 'Type', default: 'object_write' },
    ),
    sequence: integer({ default: 5 }),
    model_id: many2one('ir.model', { required: true, label: 'Model', ondelete: 'cascade' }),
    model_name: char({ label: 'Model Name', related: 'model_id.model', readonly: true }),
    base_automation_id: many2one('base.automation', { label: 'Automation Rule', ondelete: 'cascade' }),
    code: text({ label: 'Python Code' }),
    webhook_url: char({ label: 'Webhook URL' }),
    webhook_field_ids: many2many('ir.model.fields', {
      label: 'Webhook Fields',
      link: { table: 'ir_act_server_webhook_field_rel', source: 'server_id', target: 'field_id' },
    }),
    groups_id: many2many('res.groups', { label: 'Allowed Groups', link: GROUPS, until: 18 }),
    group_ids: many2many('res.groups', { label: 'Allowed Groups', link: GROUPS, from: 19 }),
  },
  checks: [openFields, sameModel],
  beforeCreate: (env, rows) =>
    Promise.resolve(rows.map((values) => ({ ...values, ...ownName(env, values) }))),
  created: reloadRegistry,
  writing: async (env, ids, values) => {
    const after = await hooks.writing?.(env, ids, values)
    return async (later) => {
      if ('webhook_url' in values || 'state' in values)
        await later.sql(
          `UPDATE ir_actions_server SET name = $2
           WHERE id = ANY($1) AND state = 'webhook' AND base_automation_id IS NOT NULL AND $3`,
          [ids, AUTOMATIC_NAME, env.version < 19],
        )
      await after?.(later)
    }
  },
  unlinked: reloadRegistry,
})

const AUTOMATIC_NAME = 'Send Webhook Notification'

/** Up to 18, Odoo names the webhook of an automation rule itself. */
const ownName = (env: Environment, { base_automation_id, state }: Values): Values =>
  env.version < 19 && base_automation_id && state === 'webhook' ? { name: AUTOMATIC_NAME } : {}
