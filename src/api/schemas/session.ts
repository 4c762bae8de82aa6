import Type from 'typebox'
import { ALL_PERMISSIONS, STAFF_ROLES } from '../../domain/permissions.js'
import { NamedObject, StrictObject } from './common.js'

const Secret = Type.String({ minLength: 1, maxLength: 1_000 })

/** What a person signs in with. */
export const SignInBody = Type.Union([
  StrictObject({
    login: Type.String({ minLength: 1, maxLength: 320, description: 'Login of the Odoo account' }),
    password: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'Password or API key of the Odoo account; checked by Odoo, never stored',
    }),
  }),
  StrictObject({ apiKey: Secret }),
])

export const Me = NamedObject('Me', {
  kind: Type.Enum(['staff', 'key']),
  name: Type.String(),
  roles: Type.Array(Type.Enum([...STAFF_ROLES])),
  permissions: Type.Array(Type.Enum([...ALL_PERMISSIONS])),
  language: Type.Enum(['ar', 'en']),
  timeZone: Type.String({ description: 'Of the center: its days are those of the whole product' }),
  odooUserId: Type.Union([Type.Integer(), Type.Null()]),
  csrfToken: Type.Union([Type.String(), Type.Null()], {
    description: 'To be sent as `x-csrf-token` with every change in this session; null with an API key',
  }),
})

/** How people can sign in, apart from an Odoo account or an API key. */
export const SignInOptions = NamedObject('SignInOptions', {
  provider: Type.Union(
    [
      StrictObject({
        name: Type.String(),
        address: Type.String({
          description: 'Leads to the provider. `to` is the page of the staff app to come back to.',
        }),
      }),
      Type.Null(),
    ],
    { description: 'null: no OpenID provider is configured' },
  ),
})
