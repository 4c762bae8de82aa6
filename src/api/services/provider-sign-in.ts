import { OdooError } from '../../odoo/client/errors.js'
import type { Odoo } from '../../odoo/client/client.js'
import { userWithEmail } from '../../odoo/staff/user-with-email.js'
import { type OidcProvider, ProviderRefusal, ProviderUnavailable } from '../../oidc/provider.js'
import { saveProviderSignIn, takeProviderSignIn } from '../../store/provider-sign-ins.js'
import { beginAttempt, takeBackAttempt, type AttemptSubject } from '../../store/sign-in-attempts.js'
import type { ApiDeps } from '../deps.js'
import { staffIdentity } from '../identity.js'
import { Problem } from '../problems/problem.js'
import { addressSubject, type SignedIn } from './sign-in.js'
import type { StaffDirectory } from './staff-directory.js'

/** Why nobody was signed in. The staff app has a sentence for each. */
export type ProviderFailure =
  | 'expired'
  | 'refused'
  | 'unverified'
  | 'unknown'
  | 'ambiguous'
  | 'no-role'
  | 'provider-down'
  | 'odoo-down'
  | 'too-many'

/** Sign-ins that an address may begin without completing them, within a quarter of an hour. */
const STARTS_PER_ADDRESS = 100

export class SignInFailure extends Error {
  override readonly name = 'SignInFailure'
  constructor(
    readonly failure: ProviderFailure,
    /** Path in the staff app; absent: it is not known where the person wanted to go. */
    readonly returnTo?: string,
    /** For the log: a code, nothing about the person. */
    readonly reason?: string,
  ) {
    super(failure)
  }
}

export interface ProviderSignInDeps extends Pick<ApiDeps, 'store' | 'clock'> {
  readonly provider: OidcProvider
  readonly odoo: Odoo
  readonly directory: StaffDirectory
}

const startSubject = (address: string): AttemptSubject => ({
  name: `provider-start:${address}`,
  limit: STARTS_PER_ADDRESS,
})

/** Returns the page of the provider. Throws `SignInFailure`. */
export async function beginProviderSignIn(
  { store, clock, provider }: ProviderSignInDeps,
  {
    browser,
    address,
    returnTo,
  }: { readonly browser: string; readonly address: string; readonly returnTo: string },
): Promise<string> {
  const start = [startSubject(address)]
  if ((await beginAttempt(store, start, clock())) !== null) throw new SignInFailure('too-many', returnTo)
  try {
    const { address: page, ...expected } = await provider.begin()
    await saveProviderSignIn(store, { ...expected, returnTo }, browser, clock())
    return page
  } catch (error) {
    await takeBackAttempt(store, start)
    throw signInFailure(error, returnTo)
  }
}

export interface ProviderAnswer {
  /** What the provider has added to the redirect URI. */
  readonly query: string
  readonly state: string
  readonly browser: string
  readonly address: string
}

/**
 * Checks the provider's answer and finds the person in Odoo, whose groups give the roles as with a
 * password. Throws `SignInFailure`. A failure counts against the address as a wrong password does.
 */
export async function finishProviderSignIn(
  deps: ProviderSignInDeps,
  { query, state, browser, address }: ProviderAnswer,
): Promise<SignedIn & { readonly returnTo: string }> {
  const { store, clock, provider } = deps
  const attempt = [addressSubject(address)]
  if ((await beginAttempt(store, attempt, clock())) !== null) throw new SignInFailure('too-many')
  const begun = await takeProviderSignIn(store, { state, browser }, clock())
  if (!begun) throw new SignInFailure('expired')
  try {
    const { email, isEmailVerified } = await provider.finish(query, begun)
    if (email === null || !isEmailVerified) throw new SignInFailure('unverified')
    const signedIn = await staffWithEmail(deps, email)
    await takeBackAttempt(store, [...attempt, startSubject(address)])
    return { ...signedIn, returnTo: begun.returnTo }
  } catch (error) {
    const failure = signInFailure(error, begun.returnTo)
    if (!(failure instanceof SignInFailure) || OUTAGES.includes(failure.failure))
      await takeBackAttempt(store, attempt)
    throw failure
  }
}

const OUTAGES: readonly ProviderFailure[] = ['provider-down', 'odoo-down']

async function staffWithEmail({ odoo, directory }: ProviderSignInDeps, email: string): Promise<SignedIn> {
  const userId = await userWithEmail(odoo, email)
  if (userId === 'none') throw new SignInFailure('unknown')
  if (userId === 'several') throw new SignInFailure('ambiguous')
  const user = await directory.welcome(userId)
  if (!user) throw new SignInFailure('no-role')
  return { owner: { kind: 'staff', userId }, identity: staffIdentity(user) }
}

/** Returns what an error means for the person. Faults of our own stay what they are. */
function signInFailure(error: unknown, returnTo: string): unknown {
  if (error instanceof SignInFailure) return new SignInFailure(error.failure, returnTo)
  if (error instanceof ProviderRefusal) return new SignInFailure('refused', returnTo, error.message)
  if (error instanceof ProviderUnavailable) return new SignInFailure('provider-down', returnTo, error.message)
  if (error instanceof OdooError || (error instanceof Problem && error.problem === 'odoo-unavailable'))
    return new SignInFailure('odoo-down', returnTo)
  return error
}
