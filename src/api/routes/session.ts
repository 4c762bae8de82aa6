import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { loginCheck } from '../../odoo/staff/verify-login.js'
import type { ApiDeps } from '../deps.js'
import type { Identity } from '../identity.js'
import { endSession, startSession } from '../plugins/sessions.js'
import { Problem } from '../problems/problem.js'
import { problems } from '../schemas/common.js'
import { Me, SignInBody } from '../schemas/session.js'
import type { Server } from '../server.js'
import { knownTimeZoneFor } from '../services/center-zone.js'
import { signIn } from '../services/sign-in.js'

const tags = ['session']

/** Signing in and out, and who is signed in. */
export function sessionRoutes(app: Server, deps: ApiDeps): void {
  const check = deps.odoo && loginCheck(deps.config.odoo)
  const timeZoneNow = knownTimeZoneFor(deps)

  app.get(
    '/v1/me',
    {
      config: { access: 'caller', permission: 'any' },
      schema: {
        tags,
        summary: 'Who the caller is, and what they may do',
        response: { 200: Me, ...problems },
      },
    },
    async ({ identity, session }, reply) => me(identity, session ? reply : null, await timeZoneNow()),
  )

  app.post(
    '/v1/session',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Sign in with an Odoo account or an API key',
        description:
          'Sets a session cookie. 401: wrong credentials; 403: an account without a role here; 429: too many attempts have failed; 503: Odoo does not respond.',
        body: SignInBody,
        response: { 200: Me, ...problems },
      },
    },
    async (request, reply) => {
      // A form of another site could sign a visitor in as somebody else, but it cannot send JSON.
      if (!request.headers['content-type']?.startsWith('application/json'))
        throw new Problem('bad-request', 'Send the credentials as application/json.')
      const { directory, loginCheck: odooCheck } = { directory: app.staffDirectory, loginCheck: check }
      const { owner, identity } = await signIn(
        { ...deps, directory, loginCheck: odooCheck },
        request.body,
        request.ip,
      )
      request.session = await startSession(request, reply, { owner, actor: identity.actor }, deps)
      return me(identity, reply, await timeZoneNow())
    },
  )

  app.delete(
    '/v1/session',
    {
      config: { access: 'caller', permission: 'any' },
      schema: { tags, summary: 'Sign out', response: { 204: Type.Null(), ...problems } },
    },
    async (request, reply) => {
      await endSession(request, reply, deps)
      return reply.code(204).send(null)
    },
  )
}

/** `reply` is that of a session; null: the caller uses an API key. */
function me(identity: Identity | null, reply: FastifyReply | null, timeZone: string) {
  if (!identity) throw new Error('A route for callers was called by nobody.')
  const { kind, name, roles, permissions, language, odooUserId } = identity
  return {
    kind,
    name,
    roles: [...roles],
    permissions: [...permissions],
    language,
    timeZone,
    odooUserId,
    csrfToken: reply ? reply.generateCsrf() : null,
  }
}
