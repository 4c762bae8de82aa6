import Type from 'typebox'
import { ALL_PERMISSIONS } from '../../domain/permissions.js'
import { ActorBody } from './actor.js'
import { InstantText, NamedObject, Nullable } from './common.js'

const Scopes = Type.Array(Type.Enum([...ALL_PERMISSIONS]), { minItems: 1, uniqueItems: true })

const common = {
  id: Type.String(),
  name: Type.String(),
  scopes: Nullable(Scopes),
  createdAt: InstantText,
  createdBy: Nullable(ActorBody),
  lastUsedAt: Nullable(InstantText),
  expiresAt: Nullable(InstantText),
  revokedAt: Nullable(InstantText),
}

export const ApiKeyBody = NamedObject('ApiKey', common, 'Scopes are null for a key that may do everything')

export const ApiKeyList = NamedObject('ApiKeys', { keys: Type.Array(ApiKeyBody) })

export const NewApiKeyBody = NamedObject('NewApiKey', {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  scopes: Type.Union([Scopes, Type.Null()], {
    description: 'What it may do; at most what you may do. null: everything',
  }),
  expiresAt: Type.Optional(
    Type.Union([InstantText, Type.Null()], { description: 'Default: in a year; null: never' }),
  ),
})

export const CreatedApiKey = NamedObject('CreatedApiKey', {
  ...common,
  key: Type.String({ description: 'The key itself; it cannot be read again' }),
})

export const ApiKeyParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9]{8}$' }) })
