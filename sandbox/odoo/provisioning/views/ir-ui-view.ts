import { modelOf, type Environment } from '../../orm/environment.js'
import { validationError } from '../../orm/exceptions.js'
import {
  boolean,
  char,
  integer,
  keys,
  many2many,
  many2one,
  selection,
  text,
  type Cell,
  type Options,
  type Values,
} from '../../orm/field.js'
import { model } from '../../orm/model.js'
import { selectRows } from '../../orm/rows.js'
import { translated } from '../../orm/translations.js'
import { parseArch } from './architecture.js'
import { SETTINGS_EDITORS } from '../access/editors.js'
import { checkViews } from './validation.js'

/** 18 renamed the list view. */
const kinds = (list: 'tree' | 'list'): Options =>
  keys(`${list} form graph pivot calendar kanban search qweb activity`)

const GROUPS = { table: 'ir_ui_view_group_rel', source: 'view_id', target: 'group_id' } as const

export const IrUiView = model('ir.ui.view', {
  description: 'View',
  order: 'priority, name, id',
  access: SETTINGS_EDITORS,
  fields: {
    name: char({ required: true, label: 'View Name' }),
    model: char({ indexed: true }),
    key: char(),
    priority: integer({ required: true, label: 'Sequence', default: 16 }),
    type: selection(kinds('list'), { label: 'View Type', on: { 17: { selection: kinds('tree') } } }),
    arch: text({ label: 'View Architecture', read: architecture }),
    arch_base: text({ label: 'Base View Architecture', read: architecture }),
    arch_db: text({ label: 'Arch Blob', translated: 'terms' }),
    inherit_id: many2one('ir.ui.view', { label: 'Inherited View', ondelete: 'restrict' }),
    groups_id: many2many('res.groups', { label: 'Groups', link: GROUPS, until: 18 }),
    group_ids: many2many('res.groups', { label: 'Groups', link: GROUPS, from: 19 }),
    mode: selection(
      [
        ['primary', 'Base view'],
        ['extension', 'Extension View'],
      ],
      { required: true, default: 'primary' },
    ),
    active: boolean({ default: true }),
  },
  beforeCreate: (env, rows) => Promise.all(rows.map((values) => complete(env, stored(values)))),
  created: checkViews,
  writing: async (env, ids, values) => {
    const { arch_db } = stored(values)
    if (typeof arch_db === 'string' && !('arch_db' in values))
      await env.sql('UPDATE ir_ui_view SET arch_db = $1 WHERE id = ANY($2)', [arch_db, ids])
    return (after) => checkViews(after, ids)
  },
})

/** The architecture is in one column, whichever of its names is written. */
function stored({ arch, arch_base, ...values }: Values): Values {
  const written = arch ?? arch_base
  return written === undefined ? values : { ...values, arch_db: written }
}

/** Completes a new view. Its type comes from its parent or its root. */
async function complete(env: Environment, values: Values): Promise<Values> {
  const inherits = typeof values.inherit_id === 'number' ? values.inherit_id : null
  const type =
    typeof values.type === 'string' && values.type !== ''
      ? values.type
      : inherits === null
        ? rootOf(values)
        : await typeOf(env, inherits)
  return {
    ...values,
    type,
    name: values.name || `${String(values.model)} ${type ?? ''}`,
    mode: values.mode || (inherits === null ? 'primary' : 'extension'),
  }
}

function rootOf({ arch_db }: Values): string | undefined {
  if (typeof arch_db !== 'string' || arch_db === '') throw validationError('Missing view architecture.')
  try {
    return parseArch(arch_db).tag
  } catch {
    // The check that follows reports the error.
    return undefined
  }
}

async function typeOf(env: Environment, id: number): Promise<string | undefined> {
  const [parent] = await selectRows(env, modelOf(env, 'ir.ui.view'), [id], ['type'])
  return typeof parent?.type === 'string' ? parent.type : undefined
}

async function architecture(env: Environment, ids: readonly number[]): Promise<ReadonlyMap<number, Cell>> {
  const view = modelOf(env, 'ir.ui.view')
  const rows = await selectRows(env, view, ids, ['arch_db'])
  return translated(env, view, 'arch_db', new Map(rows.map(({ id, arch_db }) => [id, arch_db ?? null])))
}
