import { boolean, char } from '../../orm/field.js'
import { model } from '../../orm/model.js'

export const Lang = model('res.lang', {
  description: 'Languages',
  order: 'active desc, name',
  access: {
    'base.group_user': 'r',
    'base.group_portal': 'r',
    'base.group_public': 'r',
    'base.group_system': 'rwcu',
  },
  fields: {
    name: char({ required: true }),
    code: char({ required: true }),
    active: boolean({ default: true }),
  },
})
