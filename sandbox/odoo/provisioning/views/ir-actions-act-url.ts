import { char, selection, text } from '../../orm/field.js'
import { model } from '../../orm/model.js'
import { SETTINGS_EDITORS } from '../access/editors.js'

export const IrActionsActUrl = model('ir.actions.act_url', {
  description: 'Action URL',
  order: 'name, id',
  access: SETTINGS_EDITORS,
  fields: {
    name: char({ required: true, label: 'Action Name', translated: true }),
    type: char({ required: true, label: 'Action Type', default: 'ir.actions.act_url' }),
    url: text({ required: true, label: 'Action URL' }),
    target: selection(
      [
        ['new', 'New Window'],
        ['self', 'This Window'],
        ['download', 'Download'],
      ],
      { required: true, label: 'Action Target', default: 'new' },
    ),
  },
})
