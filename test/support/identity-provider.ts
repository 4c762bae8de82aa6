import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

const CLIENT = { clientId: 'training', clientSecret: 'only for tests: 100 %' }

/** What the provider says about a person. */
export interface Person {
  readonly email?: string
  readonly email_verified?: boolean
}

/** An OpenID provider on loopback (for a browser, another site than 127.0.0.1), without a form. */
export interface IdentityProvider {
  readonly settings: {
    readonly issuer: string
    readonly redirectUri: string
    readonly name: string
  } & typeof CLIENT
  /**
   * Visits the page of the provider and signs in as a person; null: cancels there. Returns the
   * address to which the provider sends the browser back.
   */
  signIn(page: string, person: Person | null): Promise<string>
  close(): Promise<void>
}

interface Grant {
  readonly person: Person
  readonly nonce: string
  readonly challenge: string
}

/**
 * The authorization code flow as OpenID Connect Core and RFC 7636 require it. `emailIn` says where
 * the provider tells the email: providers differ.
 */
export async function identityProvider(
  redirectUri: string,
  emailIn: 'userinfo' | 'id_token' = 'userinfo',
): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  const grants = new Map<string, Grant>()
  const accessTokens = new Map<string, Person>()
  let current: Person | null = null

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body, location }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) })
        response.end(JSON.stringify(body))
      },
      (error: unknown) => respondFailure(response, error),
    )
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}/staff/`

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '', issuer)
    switch (pathname) {
      case '/staff/.well-known/openid-configuration':
        return { status: 200, body: DESCRIPTION(issuer) }
      case '/staff/keys':
        return { status: 200, body: { keys: [jwk] } }
      case '/staff/authorize':
        return { status: 303, location: authorize(searchParams) }
      case '/staff/token':
        return token(request.headers.authorization ?? '', new URLSearchParams(await text(request)))
      case '/staff/userinfo': {
        const person = accessTokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
        return person ? { status: 200, body: { sub: 'account-1', ...person } } : { status: 401 }
      }
      default:
        return { status: 404 }
    }
  }

  function authorize(query: URLSearchParams): string {
    const { state = '', nonce = '', code_challenge: challenge = '', ...rest } = Object.fromEntries(query)
    assert.deepEqual(rest, {
      client_id: CLIENT.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid email',
      code_challenge_method: 'S256',
    })
    const back = new URL(redirectUri)
    back.searchParams.set('state', state)
    back.searchParams.set('iss', issuer)
    if (current === null) {
      back.searchParams.set('error', 'access_denied')
      return back.href
    }
    const code = randomUUID()
    grants.set(code, { person: current, nonce, challenge })
    back.searchParams.set('code', code)
    return back.href
  }

  async function token(authorization: string, form: URLSearchParams): Promise<Answer> {
    const secret = `${CLIENT.clientId}:${encodeURIComponent(CLIENT.clientSecret).replaceAll('%20', '+')}`
    if (authorization !== `Basic ${Buffer.from(secret).toString('base64')}`)
      return { status: 401, body: { error: 'invalid_client' } }
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!grant || grant.challenge !== challenge || form.get('redirect_uri') !== redirectUri)
      return { status: 400, body: { error: 'invalid_grant' } }
    const accessToken = randomUUID()
    accessTokens.set(accessToken, grant.person)
    const idToken = await new SignJWT({ nonce: grant.nonce, ...(emailIn === 'id_token' && grant.person) })
      .setProtectedHeader({ alg: 'RS256', kid: 'test' })
      .setIssuer(issuer)
      .setAudience(CLIENT.clientId)
      .setSubject('account-1')
      .setIssuedAt()
      .setExpirationTime('1 minute')
      .sign(privateKey)
    const body = { access_token: accessToken, token_type: 'Bearer', expires_in: 60, id_token: idToken }
    return { status: 200, body }
  }

  return {
    settings: { ...CLIENT, issuer, redirectUri, name: 'Example Login' },
    async signIn(page, person) {
      current = person
      const response = await fetch(page, { redirect: 'manual' })
      const location = response.headers.get('location')
      if (location === null)
        throw new Error(`The provider answers ${response.status}: ${await response.text()}`)
      return location
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Answer {
  readonly status: number
  readonly body?: object
  readonly location?: string
}

const DESCRIPTION = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}authorize`,
  token_endpoint: `${issuer}token`,
  userinfo_endpoint: `${issuer}userinfo`,
  jwks_uri: `${issuer}keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  authorization_response_iss_parameter_supported: true,
})

function respondFailure(response: ServerResponse, error: unknown): void {
  response.writeHead(500)
  response.end(error instanceof Error ? error.message : 'failed')
}
