import { randomBytes } from 'node:crypto'
import { sha256 } from '../hash.js'
import type { ApiKeyId } from './api-keys.js'
import type { Store } from './store.js'

/** A working day. Milliseconds. */
export const SESSION_LIFETIME = 12 * 60 * 60 * 1000

/** Whose session it is: who signed in with an API key, or a user of Odoo. */
export type SessionOwner =
  { readonly kind: 'key'; readonly keyId: ApiKeyId } | { readonly kind: 'staff'; readonly userId: number }

/** Opens a session. Returns its token, which only the browser keeps. Removes expired sessions. */
export async function createSession(store: Store, owner: SessionOwner, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await store.db.deleteFrom('session').where('expires_at', '<', now).execute()
  await store.db
    .insertInto('session')
    .values({
      token_sha256: sha256(token),
      api_key_id: owner.kind === 'key' ? owner.keyId : null,
      odoo_user_id: owner.kind === 'staff' ? owner.userId : null,
      expires_at: new Date(now.getTime() + SESSION_LIFETIME),
    })
    .execute()
  return token
}

/** Returns whose session it is; undefined if it has ended. Whether the owner still may is open. */
export async function findSession(store: Store, token: string, now: Date): Promise<SessionOwner | undefined> {
  const row = await store.db
    .selectFrom('session')
    .select(['api_key_id', 'odoo_user_id'])
    .where('token_sha256', '=', sha256(token))
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.api_key_id !== null) return { kind: 'key', keyId: row.api_key_id }
  return row.odoo_user_id === null ? undefined : { kind: 'staff', userId: row.odoo_user_id }
}

export async function deleteSession(store: Store, token: string): Promise<void> {
  await store.db.deleteFrom('session').where('token_sha256', '=', sha256(token)).execute()
}
