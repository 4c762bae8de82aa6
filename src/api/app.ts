import formbody from '@fastify/formbody'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { registerAuthentication } from './plugins/authentication.js'
import type { ApiDeps } from './deps.js'
import { registerErrorHandler, sendProblem } from './plugins/error-handler.js'
import { homeRoutes } from './home/routes.js'
import { hideWebhookSecret } from '../webhooks/odoo-address.js'
import { odooWebhookRoutes } from '../webhooks/odoo-routes.js'
import { signedWebhookRoutes } from '../webhooks/signed-routes.js'
import { registerIdempotency } from './plugins/idempotency.js'
import { registerOpenApi } from './plugins/openapi.js'
import { routeNotFound, notFound } from './problems/problem.js'
import { certificateRoutes } from './routes/certificates.js'
import { commandRoutes } from './routes/commands.js'
import { enrollmentRoutes } from './routes/enrollments.js'
import { healthRoutes } from './routes/health.js'
import { mailRoutes } from './routes/emails.js'
import { policyRoutes } from './routes/policies.js'
import { progressRoutes } from './routes/progress.js'
import { reviewRoutes } from './routes/reviews.js'
import { validatorCompiler } from './plugins/validation.js'

/**
 * The admin API and the home page. Commands go to workflows, reads come from SQL; nothing here writes the read model. The caller listens
 * (`app.listen(config.api)`) and closes; store and client stay the caller's.
 */
export function createApi(deps: ApiDeps): FastifyInstance {
  const app = Fastify({
    logger: {
      level: deps.config.logLevel,
      serializers: { req: loggedRequest },
      ...(deps.log && { stream: deps.log }),
    },
    genReqId: () => randomUUID(),
    // Open keep-alive connections must not hold up a shutdown.
    forceCloseConnections: true,
    // Addresses that the router gives up on. Its own answer would repeat them, secrets and all.
    frameworkErrors: (_error, request, reply) => void sendProblem(request, reply, routeNotFound()),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  registerErrorHandler(app)

  void app.register(rateLimit, { global: false })
  void app.register(formbody)
  void app.register((api, _options, done) => {
    registerAuthentication(api, deps)
    registerIdempotency(api, deps)
    registerOpenApi(api)
    api.setNotFoundHandler((request, reply) => sendProblem(request, reply, notFound('This address')))
    void api.register((routes, _none, declared) => {
      const typed = routes.withTypeProvider<TypeBoxTypeProvider>()
      for (const declare of ROUTES) declare(typed, deps)
      declared()
    })
    done()
  })
  return app
}

const ROUTES = [
  enrollmentRoutes,
  commandRoutes,
  progressRoutes,
  reviewRoutes,
  certificateRoutes,
  policyRoutes,
  mailRoutes,
  healthRoutes,
  odooWebhookRoutes,
  signedWebhookRoutes,
  homeRoutes,
]

/**
 * Addresses may carry an API key (login link), a verification token or the secret of Odoo's webhooks: none is logged. A secret is hidden
 * wherever it stands, because an address that is nearly right is logged, too.
 */
const loggedRequest = ({ method, url }: { method: string; url: string }) => ({
  method,
  url: hideWebhookSecret(url.replace(/\?.*$/, ''))
    .replace(/^\/v\/.*/, '/v/…')
    .replaceAll(/[\w-]{43,}/g, '…'),
})
