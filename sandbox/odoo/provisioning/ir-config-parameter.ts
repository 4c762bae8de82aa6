import { char, text } from '../orm/field.js'
import { model } from '../orm/model.js'
import { SETTINGS_EDITORS } from './access/editors.js'

export const ConfigParameter = model('ir.config_parameter', {
  description: 'System Parameter',
  order: 'key, id',
  access: SETTINGS_EDITORS,
  recName: 'key',
  fields: { key: char({ required: true }), value: text({ required: true }) },
  constraints: [
    { name: 'ir_config_parameter_key_uniq', sql: 'UNIQUE (key)', message: 'Key must be unique.' },
  ],
})
