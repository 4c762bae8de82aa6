import cookie from '@fastify/cookie'
import csrfProtection from '@fastify/csrf-protection'
import type { FastifyInstance, FastifyReply, FastifyRequest, preValidationHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import type { ApiKeyId } from '../../store/api-keys.js'
import { deleteSession, findSession, createSession, SESSION_LIFETIME } from '../../store/sessions.js'
import type { ApiDeps } from '../deps.js'

/** A person who is logged in. */
export interface Session {
  readonly keyId: ApiKeyId
  /** The secret in the session cookie. */
  readonly token: string
}

type SessionDeps = Pick<ApiDeps, 'store' | 'clock'>

const COOKIE = 'training_session'

/** Session cookies, and CSRF tokens for the forms of logged-in people. */
export const sessions = fp(async (app) => {
  await app.register(cookie)
  // CSRF tokens are salted hashes of the session token: a form is valid in its own session only.
  // The option names the kind of session: an object at `request.session` (`authentication.ts`).
  await app.register(csrfProtection, { sessionPlugin: '@fastify/session', sessionKey: 'token' })
})

/** For routes that receive forms: rejects one that is not from the current session. */
export const requireCsrfToken =
  (app: Pick<FastifyInstance, 'csrfProtection'>): preValidationHookHandler =>
  (request, reply, done) => {
    app.csrfProtection(request, reply, done)
  }

export async function sessionOf(
  { cookies }: FastifyRequest,
  { store, clock }: SessionDeps,
): Promise<Session | undefined> {
  const token = cookies[COOKIE]
  const keyId = token && (await findSession(store, token, clock()))
  return token && keyId ? { keyId, token } : undefined
}

export async function startSession(
  reply: FastifyReply,
  keyId: ApiKeyId,
  { store, clock }: SessionDeps,
): Promise<void> {
  const token = await createSession(store, keyId, clock())
  void reply.setCookie(COOKIE, token, { ...cookieOptions(reply), maxAge: SESSION_LIFETIME / 1000 })
}

export async function endSession(
  reply: FastifyReply,
  session: Session | null,
  { store }: SessionDeps,
): Promise<void> {
  if (session) await deleteSession(store, session.token)
  void reply.clearCookie(COOKIE, cookieOptions(reply))
}

/** Scripts cannot read the cookie, and requests from other sites do not carry it. */
const cookieOptions = ({ request }: FastifyReply) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const
