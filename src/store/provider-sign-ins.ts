import { sha256 } from '../hash.js'
import type { Store } from './store.js'

/** Milliseconds within which a person comes back from the provider. */
export const SIGN_IN_LIFETIME = 10 * 60_000

/** A sign-in at an identity provider that has begun. */
export interface ProviderSignIn {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** Path in the staff app. */
  readonly returnTo: string
}

/** `browser` is the secret in the cookie of the browser that begins. */
export async function saveProviderSignIn(
  store: Store,
  { state, nonce, codeVerifier, returnTo }: ProviderSignIn,
  browser: string,
  now: Date,
): Promise<void> {
  await store.db.deleteFrom('provider_sign_in').where('expires_at', '<=', now).execute()
  await store.db
    .insertInto('provider_sign_in')
    .values({
      state_sha256: sha256(state),
      browser_sha256: sha256(browser),
      nonce,
      code_verifier: codeVerifier,
      return_to: returnTo,
      expires_at: new Date(now.getTime() + SIGN_IN_LIFETIME),
    })
    .execute()
}

/** Returns what has begun in this browser, once. */
export async function takeProviderSignIn(
  store: Store,
  { state, browser }: { readonly state: string; readonly browser: string },
  now: Date,
): Promise<ProviderSignIn | undefined> {
  const row = await store.db
    .deleteFrom('provider_sign_in')
    .where('state_sha256', '=', sha256(state))
    .where('browser_sha256', '=', sha256(browser))
    .where('expires_at', '>', now)
    .returning(['nonce', 'code_verifier', 'return_to'])
    .executeTakeFirst()
  return row && { state, nonce: row.nonce, codeVerifier: row.code_verifier, returnTo: row.return_to }
}
