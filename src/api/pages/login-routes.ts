import type { FastifyReply, FastifyRequest } from 'fastify'
import { BlockList, isIP } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import type { ApiDeps } from '../deps.js'
import { endSession, requireCsrfToken, startSession } from '../plugins/sessions.js'
import { Problem } from '../problems/problem.js'
import type { Server } from '../server.js'
import { signIn } from '../services/sign-in.js'
import { sendPage } from './layout.js'
import { loginPage } from './login-page.js'

/** Login by form or link, logout, and the style sheet of all pages. */
export function loginRoutes(app: Server, deps: ApiDeps): void {
  const { config } = deps

  app.get('/pages.css', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const style = await readFile(join(import.meta.dirname, 'pages.css'), 'utf8')
    return reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(style)
  })

  app.get(
    '/login',
    {
      config: { access: 'public' },
      schema: { hide: true, querystring: Type.Object({ key: Type.Optional(Type.String()) }) },
    },
    async (request, reply) => {
      const { key } = request.query
      if (key === undefined) return sendPage(reply, loginPage(config.organization.name, null))
      if (!isOnThisMachine(request))
        throw new Problem(
          'forbidden',
          'This link signs in on the machine that the API runs on, nowhere else.',
        )
      return logIn(request, reply, key)
    },
  )

  app.post(
    '/login',
    { config: { access: 'public' }, schema: { hide: true, body: Type.Object({ key: Type.String() }) } },
    (request, reply) => logIn(request, reply, request.body.key),
  )

  app.post(
    '/logout',
    { config: { access: 'page', permission: 'any' }, preValidation: requireCsrfToken(app) },
    async (request, reply) => {
      await endSession(request, reply, deps)
      return reply.redirect('/login', 303)
    },
  )

  async function logIn(request: FastifyRequest, reply: FastifyReply, apiKey: string) {
    try {
      const { owner, identity } = await signIn(
        { ...deps, directory: app.staffDirectory },
        { apiKey },
        request.ip,
      )
      await startSession(request, reply, { owner, actor: identity.actor }, deps)
      return await reply.redirect('/', 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return sendPage(reply.code(error.status), loginPage(config.organization.name, error.message))
    }
  }
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
