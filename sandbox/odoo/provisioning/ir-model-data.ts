import { mayAccess } from '../orm/access.js'
import { accessError, valueError } from '../orm/exceptions.js'
import { boolean, char, integer } from '../orm/field.js'
import { onModel } from '../orm/methods/method.js'
import { model } from '../orm/model.js'
import { search } from '../orm/search.js'
import { ACCESS_EDITORS } from './access/editors.js'

export const IrModelData = model('ir.model.data', {
  description: 'Model Data',
  order: 'module, model, name',
  access: ACCESS_EDITORS,
  fields: {
    name: char({ required: true, label: 'External Identifier' }),
    module: char({ required: true, default: '' }),
    model: char({ required: true, label: 'Model Name', indexed: true }),
    res_id: integer({ label: 'Record ID' }),
    noupdate: boolean({ default: false, label: 'Non Updatable' }),
  },
  constraints: [
    {
      name: 'ir_model_data_module_name_uniq_index',
      sql: 'UNIQUE (module, name)',
      message: 'duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"',
    },
  ],
  methods: {
    check_object_reference: onModel(['module', 'xml_id', 'raise_on_access_error?'], async ({ env, args }) => {
      const complete = `${String(args.module)}.${String(args.xml_id)}`
      const [row] = await env.sql<{ model: string; res_id: number }>(
        'SELECT model, res_id FROM ir_model_data WHERE module = $1 AND name = $2',
        [args.module, args.xml_id],
      )
      const owner = row && env.transaction.registry.find(row.model)
      if (!row || !owner) throw valueError(`External ID not found in the system: ${complete}`)
      // A search, so an archived record counts as one without access.
      if (mayAccess(env, owner, 'read') && (await search(env, owner, [['id', '=', row.res_id]])).length > 0)
        return [row.model, row.res_id]
      if (!args.raise_on_access_error) return [row.model, false]
      throw accessError(`Not enough access rights on the external ID "${complete}"`)
    }),
  },
})
