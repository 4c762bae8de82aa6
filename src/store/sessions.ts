import { randomBytes } from 'node:crypto'
import { sha256 } from '../hash.js'
import type { ApiKeyId } from './api-keys.js'
import type { Store } from './store.js'

/** A working day. Milliseconds. */
export const SESSION_LIFETIME = 12 * 60 * 60 * 1000

/**
 * Opens a session of a person at the home page. Returns its token, which only the browser keeps.
 * Removes expired sessions.
 */
export async function createSession(store: Store, keyId: ApiKeyId, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await store.db.deleteFrom('session').where('expires_at', '<', now).execute()
  await store.db
    .insertInto('session')
    .values({
      token_sha256: sha256(token),
      api_key_id: keyId,
      expires_at: new Date(now.getTime() + SESSION_LIFETIME),
    })
    .execute()
  return token
}

/** Returns the API key that a session was opened with; undefined if either is no longer valid. */
export async function findSession(store: Store, token: string, now: Date): Promise<ApiKeyId | undefined> {
  const row = await store.db
    .selectFrom('session')
    .innerJoin('api_key', 'api_key.id', 'session.api_key_id')
    .select('session.api_key_id')
    .where('session.token_sha256', '=', sha256(token))
    .where('session.expires_at', '>', now)
    .where('api_key.revoked_at', 'is', null)
    .executeTakeFirst()
  return row?.api_key_id
}

export async function deleteSession(store: Store, token: string): Promise<void> {
  await store.db.deleteFrom('session').where('token_sha256', '=', sha256(token)).execute()
}
