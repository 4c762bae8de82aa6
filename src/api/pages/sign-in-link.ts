import type { FastifyRequest } from 'fastify'
import { BlockList, isIP } from 'node:net'
import Type from 'typebox'
import type { ApiDeps } from '../deps.js'
import { startSession } from '../plugins/sessions.js'
import { Problem } from '../problems/problem.js'
import type { Server } from '../server.js'
import { signIn } from '../services/sign-in.js'

/** The sign-in page says why the link did not work. */
const SIGN_IN_PAGE = '/app/?link='

/**
 * The address of the server leads to the staff app, and so does the link that `npm start` prints.
 * The link signs in with one click, on the machine of the API only.
 */
export function signInLinkRoutes(app: Server, deps: ApiDeps): void {
  app.get('/', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.redirect('/app/', 303),
  )

  app.get(
    '/login',
    {
      config: { access: 'public' },
      schema: { hide: true, querystring: Type.Object({ key: Type.Optional(Type.String()) }) },
    },
    async (request, reply) => {
      const { key: apiKey } = request.query
      if (apiKey === undefined) return reply.redirect('/app/', 303)
      if (!isOnThisMachine(request)) return reply.redirect(`${SIGN_IN_PAGE}elsewhere`, 303)
      try {
        const directory = app.staffDirectory
        const { owner, identity } = await signIn({ ...deps, directory }, { apiKey }, request.ip)
        await startSession(request, reply, { owner, actor: identity.actor }, deps)
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error
        return reply.redirect(`${SIGN_IN_PAGE}refused`, 303)
      }
      return reply.redirect('/app/', 303)
    },
  )
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * Whether the browser runs where the API runs and uses its own address: a proxy in front of the API
 * may be on this machine, too, but passes on the name that the public uses.
 */
function isOnThisMachine({ ip, hostname }: FastifyRequest): boolean {
  const isLoopback = (address: string) =>
    isIP(address) !== 0 && LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  const host = hostname.replace(/^\[|\]$/g, '')
  return isLoopback(ip) && (host === 'localhost' || isLoopback(host))
}
