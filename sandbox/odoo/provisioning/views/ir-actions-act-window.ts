import type { Environment } from '../../orm/environment.js'
import { validationError } from '../../orm/exceptions.js'
import { char, html, integer, many2many, many2one, selection } from '../../orm/field.js'
import { model, type Check } from '../../orm/model.js'
import { SETTINGS_EDITORS } from '../access/editors.js'

const GROUPS = { table: 'ir_act_window_group_rel', source: 'act_id', target: 'gid' } as const

const knownModel: Check = {
  fields: ['res_model'],
  check: async (env, ids) => {
    const rows = await rowsOf(env, ids)
    const unknown = rows.find(({ res_model }) => !env.transaction.registry.find(res_model))
    if (unknown) throw validationError(`Invalid model name “${unknown.res_model}” in action definition.`)
  },
}

const viewModes: Check = {
  fields: ['view_mode'],
  check: async (env, ids) => {
    for (const { view_mode } of await rowsOf(env, ids)) {
      const modes = view_mode.split(',')
      if (new Set(modes).size < modes.length)
        throw validationError(`The modes in view_mode must not be duplicated: ${modes.join(', ')}`)
      if (view_mode.includes(' ')) throw validationError(`No spaces allowed in view_mode: “${view_mode}”`)
    }
  },
}

const rowsOf = (env: Environment, ids: readonly number[]) =>
  env.sql<{ res_model: string; view_mode: string }>(
    'SELECT res_model, view_mode FROM ir_actions_act_window WHERE id = ANY($1)',
    [ids],
  )

export const IrActionsActWindow = model('ir.actions.act_window', {
  description: 'Action Window',
  order: 'name, id',
  access: SETTINGS_EDITORS,
  fields: {
    name: char({ required: true, label: 'Action Name', translated: true }),
    type: char({ required: true, label: 'Action Type', default: 'ir.actions.act_window' }),
    res_model: char({ required: true, label: 'Destination Model' }),
    view_mode: char({ required: true, default: 'list,form', on: { 17: { default: 'tree,form' } } }),
    view_id: many2one('ir.ui.view', { label: 'View Ref.', ondelete: 'set null' }),
    search_view_id: many2one('ir.ui.view', { label: 'Search View Ref.' }),
    domain: char({ label: 'Domain Value' }),
    context: char({ required: true, label: 'Context Value', default: '{}' }),
    target: selection(
      [
        ['current', 'Current Window'],
        ['new', 'New Window'],
        ['fullscreen', 'Full Screen'],
        ['main', 'Main action of Current Window'],
      ],
      { label: 'Target Window', default: 'current' },
    ),
    limit: integer({ default: 80 }),
    help: html({ label: 'Action Description', translated: 'terms' }),
    groups_id: many2many('res.groups', { label: 'Groups', link: GROUPS, until: 18 }),
    group_ids: many2many('res.groups', { label: 'Groups', link: GROUPS, from: 19 }),
  },
  checks: [knownModel, viewModes],
})
