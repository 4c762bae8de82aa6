import type { FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { ALL_PERMISSIONS, type Permission } from '../../domain/permissions.js'
import { validApiKey, verifyApiKey } from '../../store/api-keys.js'
import type { ApiDeps } from '../deps.js'
import { ALL_STUDENTS, type Identity, keyIdentity, staffIdentity, type StudentScope } from '../identity.js'
import { Problem } from '../problems/problem.js'
import { StaffDirectory } from '../services/staff-directory.js'
import { requireVisibleAddress } from '../services/student-scope.js'
import { limitFailures } from './failure-limit.js'
import { type Session, sessionOf, sessions } from './sessions.js'

/**
 * How a caller makes themselves known. Every route declares it; the API does not start with one
 * that does not.
 *
 * - `public`: not at all.
 * - `caller`: with an API key, or signed in. A signed-in caller sends the token of their session
 *   with every change.
 */
type Access = 'public' | 'caller'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** What the caller must be allowed to do. `any`: every known caller may. */
    permission?: Permission | 'any'
  }
  interface FastifyRequest {
    /** Who makes the request, as histories store it; empty on public routes. */
    actor: string
    /** null on public routes. */
    identity: Identity | null
    /** The students that the request may be about. */
    scope: StudentScope
    session: Session | null
  }
  interface FastifyInstance {
    staffDirectory: StaffDirectory
  }
}

/** Methods that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** Authenticates every request before any other code sees it, and checks its permission. */
export const authentication = fp(async (app, deps: ApiDeps) => {
  await app.register(sessions)
  const countFailure = limitFailures(app)
  const { store, clock, odoo, config } = deps
  const directory = new StaffDirectory({ store, clock, odoo, groups: config.staffGroups })

  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', (done) => {
    const undeclared = routes.flatMap((route) => whatIsUndeclared(route) ?? [])
    if (undeclared.length === 0) done()
    else done(new Error(`Routes must declare who may use them: ${undeclared.join(', ')}`))
  })
  app.decorate('staffDirectory', directory)
  app.decorateRequest('actor', '')
  app.decorateRequest('identity', null)
  app.decorateRequest('scope')
  app.decorateRequest('session', null)

  app.addHook('onRequest', async (request) => {
    request.scope = ALL_STUDENTS
    if (request.is404) return countFailure(request)
    const { access, permission } = request.routeOptions.config
    if (access === 'public') return
    const key = await bearerKey(request)
    request.session = key ? null : ((await sessionOf(request, deps)) ?? null)
    const identity = key ? keyIdentity(key) : request.session && (await identityOf(request.session))
    if (!identity) return refuse(request)
    request.identity = identity
    request.actor = identity.actor
    if (permission === undefined || permission === 'any') return
    if (!identity.permissions.includes(permission)) throw notAllowed(identity, permission)
    request.scope = identity.scopeOf(permission)
  })

  app.addHook('onRequest', (request, reply, done) => {
    const { access } = request.routeOptions.config
    if (request.session && access === 'caller' && !SAFE.includes(request.method))
      app.csrfProtection(request, reply, done)
    else done()
  })

  // After the validation, which reads the ids in the address.
  app.addHook('preHandler', (request) => requireVisibleAddress(store, request))

  async function refuse(request: FastifyRequest): Promise<never> {
    await countFailure(request)
    throw new Problem(
      'not-authenticated',
      'Sign in, or send the header `Authorization: Bearer tk_…` with a valid API key.',
    )
  }

  async function identityOf({ owner }: Session): Promise<Identity | undefined> {
    if (owner.kind === 'key') {
      const key = await validApiKey(store, owner.keyId, clock())
      return key && keyIdentity(key)
    }
    const user = await directory.current(owner.userId)
    return user && staffIdentity(user)
  }

  async function bearerKey({ headers }: FastifyRequest) {
    const [, key] = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '') ?? []
    return key === undefined ? undefined : verifyApiKey(store, key, clock())
  }
})

function whatIsUndeclared({ url, config }: RouteOptions): string | undefined {
  if (!config?.access) return `${url} (config.access)`
  if (config.access === 'public') return undefined
  const { permission } = config
  return permission === 'any' || (permission !== undefined && ALL_PERMISSIONS.includes(permission))
    ? undefined
    : `${url} (config.permission)`
}

const notAllowed = ({ kind, roles }: Identity, permission: Permission) =>
  new Problem(
    'forbidden',
    kind === 'key'
      ? `The API key lacks the scope “${permission}”.`
      : `Your ${roles.length === 1 ? 'role' : 'roles'} (${roles.join(', ')}) ${roles.length === 1 ? 'does' : 'do'} not allow “${permission}”. Roles follow your groups in Odoo.`,
  )
