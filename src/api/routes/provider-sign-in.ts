import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import { OidcProvider } from '../../oidc/provider.js'
import { SIGN_IN_LIFETIME } from '../../store/provider-sign-ins.js'
import type { ApiDeps } from '../deps.js'
import { hostCookie, hostCookieOptions, startSession } from '../plugins/sessions.js'
import { routeNotFound } from '../problems/problem.js'
import { problems } from '../schemas/common.js'
import { SignInOptions } from '../schemas/session.js'
import type { Server } from '../server.js'
import {
  beginProviderSignIn,
  finishProviderSignIn,
  type ProviderSignInDeps,
  SignInFailure,
} from '../services/provider-sign-in.js'

const tags = ['session']

/**
 * Names the browser that begins. `Lax`, because the provider, another site, sends the browser back;
 * the address alone, without this cookie, signs nobody in.
 */
const BROWSER_COOKIE = 'training_sign_in'

const BROWSER = /^[\w-]{43}$/

const Redirect = Type.Null({ description: 'Leads to the provider, or to the staff app' })

/** Signing in at an OpenID provider: pages that only lead elsewhere. */
export function providerSignInRoutes(app: Server, deps: ApiDeps): void {
  const { odoo, store, clock } = deps
  const settings = odoo ? deps.config.oidc : null
  const provider = settings && new OidcProvider(settings)

  app.get(
    '/v1/sign-in',
    {
      config: { access: 'public' },
      schema: { tags, summary: 'How people can sign in', response: { 200: SignInOptions, ...problems } },
    },
    () => ({
      // On the host of PUBLIC_URL, to which the provider sends the browser back.
      provider: settings && {
        name: settings.name,
        address: settings.redirectUri.replace(/\/callback$/, ''),
      },
    }),
  )

  app.get(
    '/login/oidc',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Sign in at the OpenID provider',
        querystring: Type.Object({
          to: Type.Optional(
            Type.String({ maxLength: 2_000, description: 'Page of the staff app to come back to' }),
          ),
        }),
        response: { 303: Redirect, ...problems },
      },
    },
    async (request, reply) => {
      const browser = browserOf(request) ?? randomBytes(32).toString('base64url')
      const returnTo = pageOfTheApp(request.query.to)
      const page = await orBackToTheApp(request, reply, () =>
        beginProviderSignIn(withProvider(), { browser, address: request.ip, returnTo }),
      )
      if (page === null) return
      void reply.setCookie(hostCookie(request, BROWSER_COOKIE), browser, {
        ...hostCookieOptions(request),
        sameSite: 'lax',
        maxAge: SIGN_IN_LIFETIME / 1000,
      })
      return reply.redirect(page, 303)
    },
  )

  app.get(
    '/login/oidc/callback',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Where the OpenID provider sends the browser back',
        querystring: Type.Object({ state: Type.Optional(Type.String({ maxLength: 1_000 })) }),
        response: { 303: Redirect, ...problems },
      },
    },
    async (request, reply) => {
      const done = await orBackToTheApp(request, reply, () => {
        const [browser, { state }] = [browserOf(request), request.query]
        const signIn = withProvider()
        if (browser === null || state === undefined) throw new SignInFailure('expired')
        const [, query = ''] = /^[^?]*(\?.*)$/s.exec(request.url) ?? []
        return finishProviderSignIn(signIn, { query, state, browser, address: request.ip })
      })
      if (done === null) return
      const { owner, identity, returnTo } = done
      await startSession(request, reply, { owner, actor: identity.actor }, deps)
      return reply.redirect(returnTo, 303)
    },
  )

  function withProvider(): ProviderSignInDeps {
    if (!provider || !odoo) throw routeNotFound()
    return { store, clock, odoo, provider, directory: app.staffDirectory }
  }
}

/** Returns null after a failure: then the sign-in page says what it was. */
async function orBackToTheApp<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  attempt: () => T | Promise<T>,
): Promise<T | null> {
  void reply.header('cache-control', 'no-store')
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof SignInFailure)) throw error
    const { failure, reason, returnTo = pageOfTheApp(undefined) } = error
    request.log.info({ failure, reason }, 'nobody was signed in by the provider')
    const page = new URL(returnTo, NOWHERE)
    page.searchParams.set('provider', failure)
    void reply.redirect(page.pathname + page.search, 303)
    return null
  }
}

const browserOf = (request: FastifyRequest): string | null =>
  BROWSER.exec(request.cookies[hostCookie(request, BROWSER_COOKIE)] ?? '')?.[0] ?? null

const NOWHERE = 'http://app.invalid'

/** Returns an address as a path in the staff app. Any other becomes the app’s first page. */
function pageOfTheApp(address = ''): string {
  const page = URL.canParse(address, NOWHERE) ? new URL(address, NOWHERE) : null
  return page?.origin === NOWHERE && page.pathname.startsWith('/app/') ? page.pathname + page.search : '/app/'
}
