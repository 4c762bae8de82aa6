import { reloadAfterChanges } from '../models/registry-hooks.js'
import { randomUUID } from 'node:crypto'
import type { Environment } from '../../orm/environment.js'
import {
  boolean,
  char,
  datetime,
  html,
  many2many,
  many2one,
  one2many,
  selection,
  type Options,
  type Values,
} from '../../orm/field.js'
import { activeField, model } from '../../orm/model.js'
import { SETTINGS_EDITORS } from '../access/editors.js'

const TRIGGERS: Options = [
  ['on_stage_set', 'Stage is set to'],
  ['on_user_set', 'User is set'],
  ['on_tag_set', 'Tag is added'],
  ['on_state_set', 'State is set to'],
  ['on_priority_set', 'Priority is set to'],
  ['on_archive', 'On archived'],
  ['on_unarchive', 'On unarchived'],
  ['on_create_or_write', 'On save'],
  ['on_create', 'On creation'],
  ['on_write', 'On update'],
  ['on_unlink', 'On deletion'],
  ['on_change', 'On UI change'],
  ['on_time', 'Based on date field'],
  ['on_time_created', 'After creation'],
  ['on_time_updated', 'After last update'],
  ['on_message_received', 'On incoming message'],
  ['on_message_sent', 'On outgoing message'],
  ['on_webhook', 'On webhook'],
]

export const BaseAutomation = model('base.automation', {
  description: 'Automation Rule',
  access: SETTINGS_EDITORS,
  fields: {
    name: char({ required: true, label: 'Automation Rule Name', translated: true }),
    description: html(),
    model_id: many2one('ir.model', { required: true, label: 'Model', ondelete: 'cascade' }),
    model_name: char({ label: 'Model Name', related: 'model_id.model', readonly: true }),
    trigger: selection(TRIGGERS, { required: true }),
    trigger_field_ids: many2many('ir.model.fields', { label: 'Trigger Fields' }),
    filter_pre_domain: char({ label: 'Before Update Domain' }),
    filter_domain: char({ label: 'Apply on' }),
    action_server_ids: one2many('ir.actions.server', 'base_automation_id', { label: 'Actions' }),
    active: boolean({ default: true }),
    last_run: datetime({ readonly: true, copied: false }),
    webhook_uuid: char({ label: 'Webhook UUID', readonly: true, copied: false, default: () => randomUUID() }),
    /** URL of a rule that another server triggers. Not supported. */
    url: char({ readonly: true, read: (_env, ids) => Promise.resolve(new Map(ids.map((id) => [id, '']))) }),
  },
  beforeCreate: async (env, rows) => {
    const completed: Values[] = []
    // One after the other: they share a connection.
    for (const values of rows) completed.push(await complete(env, values))
    return completed
  },
  ...reloadAfterChanges(),
})

/** Adds what Odoo derives from the trigger. 17 leaves that to its form. */
async function complete(env: Environment, values: Values): Promise<Values> {
  if (env.version < 18) return values
  const { trigger, model_id, filter_domain, trigger_field_ids } = values
  const owner = await modelNamed(env, Number(model_id))
  const archived = trigger === 'on_archive' || trigger === 'on_unarchive'
  const active = owner && activeField(owner)
  if (archived && active) {
    const domain = `[('${active}', '=', ${trigger === 'on_unarchive' ? 'True' : 'False'})]`
    return {
      ...values,
      filter_domain: filter_domain ?? domain,
      trigger_field_ids: trigger_field_ids ?? (await fieldIds(env, owner.name, [active])),
    }
  }
  if (trigger !== 'on_create_or_write' || typeof filter_domain !== 'string' || env.version !== 18)
    return values
  const named = [...filter_domain.matchAll(/[([]\s*(['"])([a-z]\w*)[.\w]*\1/g)].map(([, , name = '']) => name)
  return owner && trigger_field_ids === undefined
    ? { ...values, trigger_field_ids: await fieldIds(env, owner.name, named) }
    : values
}

async function modelNamed(env: Environment, id: number) {
  const [row] = await env.sql<{ model: string }>('SELECT model FROM ir_model WHERE id = $1', [id])
  return row && env.transaction.registry.find(row.model)
}

async function fieldIds(env: Environment, modelName: string, names: readonly string[]) {
  const rows = await env.sql<{ id: number }>(
    'SELECT id FROM ir_model_fields WHERE model = $1 AND name = ANY($2)',
    [modelName, names],
  )
  return [[6, 0, rows.map(({ id }) => id)]]
}
