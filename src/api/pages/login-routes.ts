import type { FastifyReply, FastifyRequest } from 'fastify'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { verifyApiKey } from '../../store/api-keys.js'
import type { ApiDeps } from '../deps.js'
import { limitFailures } from '../plugins/failure-limit.js'
import { endSession, requireCsrfToken, startSession } from '../plugins/sessions.js'
import type { Server } from '../server.js'
import { sendPage } from './layout.js'
import { loginPage } from './login-page.js'

/** Login by form or link, logout, and the style sheet of all pages. */
export function loginRoutes(app: Server, deps: ApiDeps): void {
  const { store, config } = deps
  const countFailure = limitFailures(app)

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
      return key === undefined
        ? sendPage(reply, loginPage(config.organization.name, false))
        : logIn(request, reply, key)
    },
  )

  app.post(
    '/login',
    { config: { access: 'public' }, schema: { hide: true, body: Type.Object({ key: Type.String() }) } },
    (request, reply) => logIn(request, reply, request.body.key.trim()),
  )

  app.post(
    '/logout',
    { config: { access: 'page' }, preValidation: requireCsrfToken(app) },
    async (request, reply) => {
      await endSession(reply, request.session, deps)
      return reply.redirect('/login', 303)
    },
  )

  async function logIn(request: FastifyRequest, reply: FastifyReply, key: string) {
    const keyId = await verifyApiKey(store, key)
    if (keyId === undefined) {
      await countFailure(request)
      return sendPage(reply.code(401), loginPage(config.organization.name, true))
    }
    await startSession(reply, keyId, deps)
    return reply.redirect('/', 303)
  }
}
