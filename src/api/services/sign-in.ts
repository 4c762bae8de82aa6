import type { LoginCheck } from '../../odoo/staff/verify-login.js'
import { verifyApiKey } from '../../store/api-keys.js'
import type { SessionOwner } from '../../store/sessions.js'
import {
  beginAttempt,
  forgetAttempts,
  takeBackAttempt,
  type AttemptSubject,
} from '../../store/sign-in-attempts.js'
import type { ApiDeps } from '../deps.js'
import { type Identity, keyIdentity, staffIdentity } from '../identity.js'
import { Problem } from '../problems/problem.js'
import type { StaffDirectory } from './staff-directory.js'

/** Wrong passwords for one login, and from one address, within a quarter of an hour. */
const ATTEMPTS_PER_LOGIN = 10
const ATTEMPTS_PER_ADDRESS = 50

/** Whoever tries from a network address, with whatever credentials. */
export const addressSubject = (address: string): AttemptSubject => ({
  name: `address:${address}`,
  limit: ATTEMPTS_PER_ADDRESS,
})

export type SignInCredentials =
  { readonly login: string; readonly password: string } | { readonly apiKey: string }

interface SignInDeps extends Pick<ApiDeps, 'store' | 'clock'> {
  readonly directory: StaffDirectory
  /** Absent: nobody can sign in with an Odoo account. */
  readonly loginCheck?: LoginCheck | undefined
}

export interface SignedIn {
  readonly owner: SessionOwner
  readonly identity: Identity
}

/**
 * Checks credentials: of an Odoo account, by asking Odoo, or an API key. Throws
 * `not-authenticated`, `forbidden` (an account without a role here), `too-many-failures` or
 * `odoo-unavailable`.
 */
export async function signIn(
  deps: SignInDeps,
  credentials: SignInCredentials,
  address: string,
): Promise<SignedIn> {
  const { store, clock } = deps
  const login =
    'login' in credentials
      ? { name: `login:${credentials.login.trim().toLowerCase()}`, limit: ATTEMPTS_PER_LOGIN }
      : null
  const subjects: AttemptSubject[] = [...(login ? [login] : []), addressSubject(address)]
  const wait = await beginAttempt(store, subjects, clock())
  if (wait !== null)
    throw new Problem(
      'too-many-failures',
      `Too many attempts have failed. Try again in ${Math.ceil(wait / 60)} minutes.`,
      { retryAfter: wait },
    )
  let signedIn: SignedIn | undefined
  try {
    signedIn = 'login' in credentials ? await asStaff(deps, credentials) : await asKey(deps, credentials)
  } catch (error) {
    // Odoo was not able to say that the password is wrong, or it has said that it is right.
    await takeBackAttempt(store, subjects)
    throw error
  }
  if (!signedIn)
    throw new Problem(
      'not-authenticated',
      login === null
        ? 'This API key is not valid.'
        : 'Odoo does not accept this login and password. Users with two-factor authentication sign in with an API key of Odoo in place of the password.',
    )
  await takeBackAttempt(store, subjects)
  if (login) await forgetAttempts(store, login)
  return signedIn
}

async function asStaff(
  { loginCheck, directory }: SignInDeps,
  { login, password }: { readonly login: string; readonly password: string },
): Promise<SignedIn | undefined> {
  if (!loginCheck) throw new Problem('odoo-unavailable', 'No Odoo is connected. Sign in with an API key.')
  const userId = await loginCheck.verify(login.trim(), password)
  if (userId === null) return undefined
  const user = await directory.welcome(userId)
  if (!user)
    throw new Problem(
      'forbidden',
      'Your Odoo account has none of the groups that may work here. Ask your administrator for a group such as “Training: Agent”.',
    )
  return { owner: { kind: 'staff', userId }, identity: staffIdentity(user) }
}

async function asKey(
  { store, clock }: SignInDeps,
  { apiKey }: { readonly apiKey: string },
): Promise<SignedIn | undefined> {
  const key = await verifyApiKey(store, apiKey.trim(), clock())
  return key && { owner: { kind: 'key', keyId: key.id }, identity: keyIdentity(key) }
}
