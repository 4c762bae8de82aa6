import { boolean, char, keys, many2one, selection } from '../orm/field.js'
import { model } from '../orm/model.js'

/** Installed modules. Only administrators see them. */
export const IrModuleModule = model('ir.module.module', {
  description: 'Module',
  order: 'name, id',
  access: { 'base.group_system': 'r' },
  recName: 'shortdesc',
  fields: {
    name: char({ required: true, label: 'Technical Name' }),
    shortdesc: char({ label: 'Module Name' }),
    author: char(),
    latest_version: char({ label: 'Installed Version' }),
    state: selection(keys('uninstallable uninstalled installed to_upgrade to_remove to_install'), {
      label: 'Status',
      default: 'uninstalled',
    }),
    application: boolean({ default: false }),
    imported: boolean({ label: 'Imported Module', default: false }),
    category_id: many2one('ir.module.category', { label: 'Category' }),
  },
  constraints: [
    {
      name: 'ir_module_module_name_uniq',
      sql: 'UNIQUE (name)',
      message: 'The name of the module must be unique!',
    },
  ],
})
