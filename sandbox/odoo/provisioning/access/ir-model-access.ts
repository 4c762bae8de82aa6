import { reloadAfterChanges, reloadRegistry } from '../models/registry-hooks.js'
import { boolean, char, many2one } from '../../orm/field.js'
import { model } from '../../orm/model.js'
import { ACCESS_EDITORS } from './editors.js'

export const IrModelAccess = model('ir.model.access', {
  description: 'Model Access',
  order: 'model_id, group_id, name, id',
  access: ACCESS_EDITORS,
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    model_id: many2one('ir.model', { required: true, label: 'Model', ondelete: 'cascade' }),
    group_id: many2one('res.groups', { label: 'Group', ondelete: 'restrict' }),
    perm_read: boolean({ label: 'Read Access', default: false }),
    perm_write: boolean({ label: 'Write Access', default: false }),
    perm_create: boolean({ label: 'Create Access', default: false }),
    perm_unlink: boolean({ label: 'Delete Access', default: false }),
  },
  ...reloadAfterChanges(),
  created: async (env) => {
    const former = env.transaction.registry
    await reloadRegistry(env)
    if (!env.superuser) env.transaction.registry = env.transaction.registry.outdatedFor(env.uid, former)
  },
})
