import Type from 'typebox'
import { NamedObject } from './common.js'

/** Who did something. */
export const ActorBody = NamedObject('Actor', {
  kind: Type.Enum(['staff', 'key', 'other'], {
    description:
      '`staff`: signed in with an Odoo account; `key`: an API key; `other`: a command line, or a learner on their own page',
  }),
  id: Type.String({ description: '`user:<id in Odoo>`, the id of an API key, a command line, or `learner`' }),
  name: Type.String(),
})
