import { randomBytes } from 'node:crypto'
import { sha256 } from '../sha256.js'
import type { ApiKeyId } from './api-keys.js'
import type { Store } from './store.js'

/** A person on the home page who signed in with an API key. */
export interface Session {
  readonly keyId: ApiKeyId
  /** Must come with every form. Pages of other sites do not know it. */
  readonly formToken: string
}

/** A working day. Milliseconds. */
export const SESSION_LIFETIME = 12 * 60 * 60 * 1000

/**
 * Creates a session and returns its token, which only the browser keeps. Deletes expired sessions.
 */
export async function createSession(store: Store, keyId: ApiKeyId, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await store.db.deleteFrom('session').where('expires_at', '<', now).execute()
  await store.db
    .insertInto('session')
    .values({
      token_sha256: sha256(token),
      api_key_id: keyId,
      form_token: randomBytes(24).toString('base64url'),
      expires_at: new Date(now.getTime() + SESSION_LIFETIME),
    })
    .execute()
  return token
}

/** Returns the session of a token; undefined if it has expired or its key was revoked. */
export async function findSession(store: Store, token: string, now: Date): Promise<Session | undefined> {
  const row = await store.db
    .selectFrom('session')
    .innerJoin('api_key', 'api_key.id', 'session.api_key_id')
    .select(['session.api_key_id', 'session.form_token'])
    .where('session.token_sha256', '=', sha256(token))
    .where('session.expires_at', '>', now)
    .where('api_key.revoked_at', 'is', null)
    .executeTakeFirst()
  return row && { keyId: row.api_key_id, formToken: row.form_token }
}

export async function deleteSession(store: Store, token: string): Promise<void> {
  await store.db.deleteFrom('session').where('token_sha256', '=', sha256(token)).execute()
}
