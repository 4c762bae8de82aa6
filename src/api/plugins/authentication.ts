import type { FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { type ApiKeyId, verifyApiKey } from '../../store/api-keys.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'
import { limitFailures } from './failure-limit.js'
import { type Session, sessionOf, sessions } from './sessions.js'

/**
 * Who may use a route. Every route declares it; the API does not start with one that does not.
 *
 * - `public`: everyone.
 * - `caller`: holders of an API key. People who are logged in may read.
 * - `page`: people who are logged in. Everyone else is sent to the login page.
 */
type Access = 'public' | 'caller' | 'page'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Id of the API key that the request was made with; empty on public routes. */
    actor: ApiKeyId
    session: Session | null
  }
}

/** Methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** Authenticates every request before any other code sees it. */
export const authentication = fp(async (app, deps: ApiDeps) => {
  await app.register(sessions)
  const countFailure = limitFailures(app)

  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', (done) => {
    const undeclared = routes.filter(({ config }) => !config?.access).map(({ url }) => url)
    if (undeclared.length === 0) done()
    else done(new Error(`Routes without \`config.access\`: ${undeclared.join(', ')}`))
  })
  app.decorateRequest('actor', '')
  app.decorateRequest('session', null)

  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return countFailure(request)
    const { access } = request.routeOptions.config
    if (access === 'public') return
    const keyId = await bearerKey(request)
    if (keyId !== undefined && access === 'caller') {
      request.actor = keyId
      return
    }
    const session = await sessionOf(request, deps)
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

  async function bearerKey({ headers }: FastifyRequest): Promise<ApiKeyId | undefined> {
    const [, key] = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '') ?? []
    return key === undefined ? undefined : verifyApiKey(deps.store, key)
  }
})
