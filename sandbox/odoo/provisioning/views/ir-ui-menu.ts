import { SETTINGS_EDITORS } from '../access/editors.js'
import { boolean, char, integer, many2many, many2one, one2many, type Cell } from '../../orm/field.js'
import type { Environment } from '../../orm/environment.js'
import { model } from '../../orm/model.js'

const GROUPS = { table: 'ir_ui_menu_group_rel', source: 'menu_id', target: 'gid' } as const

export const IrUiMenu = model('ir.ui.menu', {
  description: 'Menu',
  order: 'sequence, id',
  access: { 'base.group_user': 'r', ...SETTINGS_EDITORS },
  fields: {
    name: char({ required: true, label: 'Menu', translated: true }),
    active: boolean({ default: true }),
    sequence: integer({ default: 10 }),
    parent_id: many2one('ir.ui.menu', { label: 'Parent Menu', ondelete: 'restrict' }),
    child_id: one2many('ir.ui.menu', 'parent_id', { label: 'Child IDs' }),
    complete_name: char({ label: 'Full Path', read: fullPaths }),
    web_icon: char({ label: 'Web Icon File' }),
    /** `ir.actions.act_window,<id>`. */
    action: char(),
    groups_id: many2many('res.groups', { label: 'Groups', link: GROUPS, until: 18 }),
    group_ids: many2many('res.groups', { label: 'Groups', link: GROUPS, from: 19 }),
  },
})

async function fullPaths(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await env.sql<{ id: number; path: string }>(
    `WITH RECURSIVE up(id, parent_id, path) AS (
       SELECT id, parent_id, name FROM ir_ui_menu WHERE id = ANY($1)
       UNION ALL SELECT up.id, m.parent_id, m.name || '/' || up.path FROM up JOIN ir_ui_menu m ON m.id = up.parent_id)
     SELECT id, path FROM up WHERE parent_id IS NULL`,
    [ids],
  )
  return new Map(rows.map(({ id, path }) => [id, path]))
}
