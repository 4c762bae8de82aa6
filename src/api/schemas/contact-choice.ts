import Type from 'typebox'
import { NamedObject, Nullable, OdooId } from './common.js'

export const ContactChoice = NamedObject('ContactChoice', {
  id: OdooId,
  name: Type.String(),
  email: Nullable(Type.String({ description: 'First letter and domain: `a…@example.org`' })),
  isArchived: Type.Boolean(),
  isOfAnother: Type.Boolean({ description: 'It is linked to another student' }),
  odoo: Type.String({ description: 'The contact in Odoo' }),
})

export const ContactChoiceList = NamedObject('ContactChoiceList', { contacts: Type.Array(ContactChoice) })
