import type { Static } from 'typebox'
import { ALL_PERMISSIONS, type Permission } from '../../domain/permissions.js'
import { actorNames } from '../../store/actor-names.js'
import { type ApiKey, issueApiKey, listApiKeys, revokeApiKey } from '../../store/api-keys.js'
import type { ApiDeps } from '../deps.js'
import type { Identity } from '../identity.js'
import { notFound, Problem } from '../problems/problem.js'
import { ApiKeyBody, ApiKeyList, ApiKeyParams, CreatedApiKey, NewApiKeyBody } from '../schemas/api-key.js'
import { problems } from '../schemas/common.js'
import type { Server } from '../server.js'

/** Milliseconds. An offset from UTC could lead to the year 10000, which no date-time can write. */
const LATEST = Date.parse('9999-01-01T00:00:00Z')

/** Milliseconds. Who wants a key that never expires says so. */
const DEFAULT_LIFETIME = 365 * 24 * 60 * 60 * 1000

const tags = ['api keys']

/** Keys of programs that use the API. */
export function apiKeyRoutes(app: Server, { store, clock }: ApiDeps): void {
  app.get(
    '/v1/api-keys',
    {
      config: { access: 'caller', permission: 'manage_keys' },
      schema: { tags, summary: 'All API keys, newest first', response: { 200: ApiKeyList, ...problems } },
    },
    async () => ({ keys: await bodiesOf(await listApiKeys(store)) }),
  )

  app.post(
    '/v1/api-keys',
    {
      // Whoever repeats the request gets another key: a stored response would contain the secret.
      config: { access: 'caller', permission: 'manage_keys', isSecret: true },
      schema: {
        tags,
        summary: 'Create an API key; the response shows it once',
        body: NewApiKeyBody,
        response: { 201: CreatedApiKey, ...problems },
      },
    },
    async ({ body, actor, identity }, reply) => {
      requireOwnScopes(identity, body.scopes ?? ALL_PERMISSIONS)
      const expiresAt = expiryOf(body.expiresAt)
      const { name, scopes } = body
      const { key, text } = await issueApiKey(store, { name, scopes, expiresAt, createdBy: actor })
      const [created] = await bodiesOf([key])
      if (!created) throw new Error('The new key has no description.')
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...created, key: text })
    },
  )

  app.delete(
    '/v1/api-keys/:id',
    {
      config: { access: 'caller', permission: 'manage_keys' },
      schema: {
        tags,
        summary: 'Revoke an API key, and end the sessions that it opened',
        params: ApiKeyParams,
        response: { 200: ApiKeyBody, ...problems },
      },
    },
    async ({ params: { id }, actor }) => {
      const [revoked] = await bodiesOf(await revokeApiKey(store, id, { by: actor, now: clock() }))
      if (!revoked) throw notFound(`API key ${id}`)
      return revoked
    },
  )

  function expiryOf(given: string | null | undefined): Date | null {
    if (given === null) return null
    const now = clock().getTime()
    if (given === undefined) return new Date(now + DEFAULT_LIFETIME)
    const instant = Date.parse(given)
    if (instant > now && instant < LATEST) return new Date(instant)
    throw new Problem('invalid-content', 'A key expires in the future, before the year 9999.', {
      errors: [{ pointer: '/expiresAt', detail: 'must be in the future, before the year 9999' }],
    })
  }

  async function bodiesOf(keys: readonly ApiKey[]): Promise<Static<typeof ApiKeyBody>[]> {
    const actorOf = await actorNames(
      store,
      keys.flatMap(({ createdBy }) => createdBy ?? []),
    )
    return keys.map(({ createdAt, createdBy, lastUsedAt, expiresAt, revokedAt, ...key }) => ({
      id: key.id,
      name: key.name,
      scopes: key.isUnlimited ? null : [...key.scopes],
      createdAt: createdAt.toISOString(),
      createdBy: createdBy === null ? null : actorOf(createdBy),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    }))
  }
}

/** Nobody gives a key what they may not do themselves. */
function requireOwnScopes(identity: Identity | null, scopes: readonly Permission[]): void {
  const beyond = scopes.filter((scope) => !identity?.permissions.includes(scope))
  if (beyond.length === 0) return
  throw new Problem('forbidden', `You may not give what you may not do: ${beyond.join(', ')}.`)
}
