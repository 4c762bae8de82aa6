import * as oidc from 'openid-client'
import { isLoopback } from '../variables.js'

/** An OpenID provider, and what we are there. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  /** null: a public client. PKCE protects it. */
  readonly clientSecret: string | null
  readonly redirectUri: string
}

/** What only the browser's own answer fits. Kept by us, never sent to the browser as a whole. */
export interface Expected {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** What the provider says about who has signed in there. */
export interface ProviderPerson {
  /** null: the provider does not say. */
  readonly email: string | null
  readonly isEmailVerified: boolean
}

/** The provider does not respond, or not as OpenID requires, or does not accept our client. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable'
}

/** The person has not signed in there, or the answer is not one to our question. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal'
}

/** Seconds that each request to the provider may take: a person waits. */
const TIMEOUT = 10

/** Milliseconds for which the provider's description of itself is used. */
const DESCRIBED_FOR = 60 * 60_000

/** Errors of openid-client that are about the provider, not about the person's answer. */
const FAULTS_OF_THE_PROVIDER = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
]

/**
 * Signs people in at an OpenID provider: authorization code flow with PKCE, state and nonce. Asks
 * the provider nothing before the first person wants to sign in.
 */
export class OidcProvider {
  readonly #settings: ProviderSettings
  #described: { readonly by: Promise<oidc.Configuration>; readonly until: number } | null = null

  constructor(settings: ProviderSettings) {
    this.#settings = settings
  }

  /** Returns the provider's page at which the person signs in. Throws `ProviderUnavailable`. */
  async begin(): Promise<Expected & { readonly address: string }> {
    const provider = await this.#description()
    const expected = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    }
    const address = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.#settings.redirectUri,
      scope: 'openid email',
      state: expected.state,
      nonce: expected.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(expected.codeVerifier),
      code_challenge_method: 'S256',
    })
    return { ...expected, address: address.href }
  }

  /**
   * Returns who has signed in. `query` is what the provider has added to the redirect URI. Throws
   * `ProviderRefusal` or `ProviderUnavailable`.
   */
  async finish(query: string, { state, nonce, codeVerifier }: Expected): Promise<ProviderPerson> {
    const provider = await this.#description()
    const answer = new URL(this.#settings.redirectUri)
    answer.search = query
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
      })
      const claims = tokens.claims()
      if (!claims) throw new ProviderRefusal('no ID token')
      // Providers may leave the email out of the ID token.
      const source =
        claims['email'] === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
          ? await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)
          : claims
      const { email, email_verified: isVerified } = source
      return { email: typeof email === 'string' ? email : null, isEmailVerified: isVerified === true }
    } catch (error) {
      throw failureOf(error)
    }
  }

  /** Throws `ProviderUnavailable` unless the provider describes itself as OpenID requires. */
  async check(): Promise<void> {
    await this.#description()
  }

  #description(): Promise<oidc.Configuration> {
    const now = Date.now()
    if (this.#described && now < this.#described.until) return this.#described.by
    const by = this.#discover()
    const described = { by, until: now + DESCRIBED_FOR }
    this.#described = described
    by.catch(() => {
      if (this.#described === described) this.#described = null
    })
    return by
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings
    const options = {
      timeout: TIMEOUT,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- A mark, to make it stand out
      execute: isLoopback(issuer) ? [oidc.allowInsecureRequests] : [],
    }
    try {
      return await oidc.discovery(new URL(issuer), clientId, undefined, authenticated(clientSecret), options)
    } catch (error) {
      throw new ProviderUnavailable(reasonOf(error))
    }
  }
}

/** Basic is OpenID's default. Providers that do not list it want the secret in the body. */
function authenticated(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None()
  const basic = oidc.ClientSecretBasic(secret)
  const post = oidc.ClientSecretPost(secret)
  return (server, client, body, headers) => {
    const accepted = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const authenticate = accepted.includes('client_secret_basic') ? basic : post
    authenticate(server, client, body, headers)
  }
}

function failureOf(error: unknown): ProviderRefusal | ProviderUnavailable {
  if (error instanceof ProviderRefusal) return error
  const reason = reasonOf(error)
  const isFaultOfTheProvider =
    error instanceof oidc.AuthorizationResponseError
      ? ['server_error', 'temporarily_unavailable'].includes(error.error)
      : error instanceof oidc.ResponseBodyError
        ? error.error !== 'invalid_grant'
        : !(error instanceof oidc.ClientError) || FAULTS_OF_THE_PROVIDER.includes(error.code ?? '')
  return isFaultOfTheProvider ? new ProviderUnavailable(reason) : new ProviderRefusal(reason)
}

/** A code for the log. Messages and descriptions may contain tokens or name people. */
function reasonOf(error: unknown): string {
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError)
    return KNOWN_ERROR.exec(error.error)?.[0] ?? 'unknown error'
  if (error instanceof oidc.ClientError) return error.code ?? error.name
  return error instanceof Error ? error.name : 'unknown error'
}

/** Error codes of OAuth are such words; anything else may be anything. */
const KNOWN_ERROR = /^[a-z_]{1,40}$/
