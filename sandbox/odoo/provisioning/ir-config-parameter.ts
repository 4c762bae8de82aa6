import { checkAccess } from '../orm/access.js'
import type { Environment } from '../orm/environment.js'
import { char, text, type Values } from '../orm/field.js'
import { onModel } from '../orm/methods/method.js'
import { model } from '../orm/model.js'
import { create, unlink, write } from '../orm/records.js'
import { SETTINGS } from './access/editors.js'

export const ConfigParameter = model('ir.config_parameter', {
  description: 'System Parameter',
  order: 'key, id',
  access: SETTINGS,
  recName: 'key',
  fields: { key: char({ required: true }), value: text({ required: true }) },
  constraints: [
    { name: 'ir_config_parameter_key_uniq', sql: 'UNIQUE (key)', message: 'Key must be unique.' },
  ],
  methods: {
    get_param: onModel(['key', 'default?'], async ({ env, model: parameters, args }) => {
      checkAccess(env, parameters, 'read')
      const found = await parameter(env, args.key)
      return found?.value ?? args.default ?? false
    }),
    set_param: onModel(['key', 'value'], async ({ env, args }) => {
      const found = await parameter(env, args.key)
      const { value } = args
      const empty = value === false || value === null || value === ''
      if (found && empty) await unlink(env, 'ir.config_parameter', [found.id])
      else if (found) await write(env, 'ir.config_parameter', [found.id], { value } satisfies Values)
      else if (!empty) await create(env, 'ir.config_parameter', [{ key: args.key, value }])
      return found?.value ?? false
    }),
  },
})

async function parameter(env: Environment, key: unknown) {
  const [row] = await env.sql<{ id: number; value: string }>(
    'SELECT id, value FROM ir_config_parameter WHERE key = $1',
    [key],
  )
  return row
}
