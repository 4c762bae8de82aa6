import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type ApiKeyId, verifyApiKey } from '../../store/api-keys.js'
import { findSession, type Session } from '../../store/sessions.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'

/**
 * Who may use a route. Every route declares it; the boot fails on one that does not.
 * `public`: anybody. `caller`: an API key, or for reading also a person at the home page. `page`: a person at the home page; others are
 * sent to the login.
 */
type Access = 'public' | 'caller' | 'page'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Id of the API key that stands behind the request; empty on public routes. */
    actor: ApiKeyId
    session: Session | null
  }
}

const SESSION_COOKIE = 'training_session'

/** Failed logins and addresses that do not exist, per caller and minute, before only 429 is answered. */
const FAILURES_PER_MINUTE = 30

/** Methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** Checks every request before anything else sees it, and that every route says who may use it. */
export function registerAuthentication(app: FastifyInstance, { store, clock }: ApiDeps): void {
  const countFailure = limitFailures(app)

  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', (done) => {
    const undeclared = routes.filter(({ config }) => !config?.access).map(({ url }) => url)
    if (undeclared.length === 0) done()
    else done(new Error(`Routes that do not say who may use them (config.access): ${undeclared.join(', ')}`))
  })
  app.decorateRequest('actor', '')
  app.decorateRequest('session', null)

  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return countFailure(request)
    const { access } = request.routeOptions.config
    if (access === 'public') return
    const keyId = await bearer(request)
    if (keyId !== undefined && access === 'caller') {
      request.actor = keyId
      return
    }
    const session = await sessionOf(request)
    if (session && (access === 'page' || SAFE.includes(request.method))) {
      request.actor = session.keyId
      request.session = session
      return
    }
    if (access === 'page') return reply.redirect('/login', 303)
    await countFailure(request)
    throw new Problem(
      'not-authenticated',
      'Send the header `Authorization: Bearer tk_…` with a valid API key.',
    )
  })

  async function bearer({ headers }: FastifyRequest): Promise<ApiKeyId | undefined> {
    const [, key] = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '') ?? []
    return key === undefined ? undefined : verifyApiKey(store, key)
  }

  async function sessionOf(request: FastifyRequest): Promise<Session | undefined> {
    const token = sessionToken(request)
    return token === undefined ? undefined : findSession(store, token, clock())
  }
}

/** Slows down those who guess. Valid callers are not counted. */
export function limitFailures(app: FastifyInstance): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({ max: FAILURES_PER_MINUTE, timeWindow: '1 minute' })
  return async (request) => {
    const result = await count(request)
    if (!result.isAllowed && result.isExceeded)
      throw new Problem('too-many-failures', 'Wait before you try again.', {
        retryAfter: result.ttlInSeconds,
      })
  }
}

export function sessionToken({ headers }: FastifyRequest): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  return cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1)
}

/** The cookie: unreadable for scripts, sent from our own pages only. An empty token ends it. */
export function setSessionCookie(reply: FastifyReply, token: string, seconds: number, secure: boolean): void {
  const attributes = [
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${String(seconds)}`,
    ...(secure ? ['Secure'] : []),
  ]
  void reply.header('set-cookie', `${SESSION_COOKIE}=${token}; ${attributes.join('; ')}`)
}
