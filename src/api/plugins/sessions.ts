import cookie from '@fastify/cookie'
import csrfProtection from '@fastify/csrf-protection'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { recordAudit } from '../../store/audit.js'
import {
  deleteSession,
  findSession,
  createSession,
  SESSION_LIFETIME,
  type SessionOwner,
} from '../../store/sessions.js'
import type { ApiDeps } from '../deps.js'

/** A person who is signed in. */
export interface Session {
  readonly owner: SessionOwner
  /** The secret in the session cookie. */
  readonly token: string
}

type SessionDeps = Pick<ApiDeps, 'store' | 'clock'>

export const SESSION_COOKIE = 'training_session'

/** Session cookies, and CSRF tokens for the requests of signed-in people. */
export const sessions = fp(async (app) => {
  await app.register(cookie)
  // CSRF tokens are salted hashes of the session token: a token is valid in its own session only.
  // The option names the kind of session: an object at `request.session` (`authentication.ts`).
  await app.register(csrfProtection, { sessionPlugin: '@fastify/session', sessionKey: 'token' })
})

export async function sessionOf(
  request: FastifyRequest,
  { store, clock }: SessionDeps,
): Promise<Session | undefined> {
  const token = request.cookies[cookieName(request)]
  const owner = token && (await findSession(store, token, clock()))
  return token && owner ? { owner, token } : undefined
}

/** Opens a session and returns it. The token of an earlier one becomes invalid. */
export async function startSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { owner, actor }: { readonly owner: SessionOwner; readonly actor: string },
  deps: SessionDeps,
): Promise<Session> {
  const earlier = await sessionOf(request, deps)
  if (earlier) await deleteSession(deps.store, earlier.token)
  const token = await createSession(deps.store, owner, deps.clock())
  void reply.setCookie(cookieName(request), token, {
    ...cookieOptions(request),
    maxAge: SESSION_LIFETIME / 1000,
  })
  await recordAudit(deps.store, { actor, action: 'sign_in', entity: 'session', entityId: actor })
  return { owner, token }
}

export async function endSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { store }: SessionDeps,
): Promise<void> {
  const { session, actor } = request
  if (session) {
    await deleteSession(store, session.token)
    await recordAudit(store, { actor, action: 'sign_out', entity: 'session', entityId: actor })
  }
  void reply.clearCookie(cookieName(request), cookieOptions(request))
}

const cookieName = (request: FastifyRequest) => hostCookie(request, SESSION_COOKIE)

/** Requests from other sites do not carry the cookie. */
const cookieOptions = (request: FastifyRequest) =>
  ({ ...hostCookieOptions(request), sameSite: 'strict' }) as const

/** With https, the browser accepts the cookie from this very host alone (`__Host-`). */
export const hostCookie = ({ protocol }: FastifyRequest, name: string): string =>
  protocol === 'https' ? `__Host-${name}` : name

/** Scripts cannot read the cookie. */
export const hostCookieOptions = ({ protocol }: FastifyRequest) =>
  ({ path: '/', httpOnly: true, secure: protocol === 'https' }) as const
