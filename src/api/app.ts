import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { hideWebhookSecret } from '../webhooks/odoo-address.js'
import { odooWebhookRoutes } from '../webhooks/odoo-routes.js'
import { signedWebhookRoutes } from '../webhooks/signed-routes.js'
import { requestId } from '../request-id.js'
import type { Trigger } from '../temporal/trigger.js'
import { webhookTrigger } from '../temporal/webhook-trigger.js'
import type { ApiDeps } from './deps.js'
import { signInLinkRoutes } from './pages/sign-in-link.js'
import { styleSheetRoutes } from './pages/style-sheet.js'
import { authentication } from './plugins/authentication.js'
import { errorHandler, sendProblem } from './plugins/error-handler.js'
import { idempotency } from './plugins/idempotency.js'
import { listFiles } from './plugins/list-files.js'
import { namedActors } from './plugins/named-actors.js'
import { openApi } from './plugins/openapi.js'
import { SECURITY_HEADERS } from './plugins/security-headers.js'
import { serviceMinutes } from './plugins/service-minutes.js'
import { validatorCompiler } from './plugins/validation.js'
import { routeNotFound } from './problems/problem.js'
import { apiKeyRoutes } from './routes/api-keys.js'
import { auditRoutes } from './routes/audit.js'
import { bulkOperationRoutes } from './routes/bulk-operations.js'
import { certificateListRoutes } from './routes/certificate-list.js'
import { certificateResendRoutes } from './routes/certificate-resend.js'
import { certificateRoutes } from './routes/certificates.js'
import { commandRoutes } from './routes/commands.js'
import { migrationPlanRoutes } from './routes/migration-plans.js'
import { courseRulesRoutes } from './routes/course-rules.js'
import { dryRunRoutes } from './routes/dry-runs.js'
import { emailRoutes } from './routes/emails.js'
import { eventRoutes } from './routes/events.js'
import { enrollmentRoutes } from './routes/enrollments.js'
import { healthRoutes } from './routes/health.js'
import { learnerRoutes } from './routes/learners.js'
import { intakeRoutes } from './routes/intake.js'
import { overviewRoutes } from './routes/overview.js'
import { pauseRoutes } from './routes/pauses.js'
import { policyRoutes } from './routes/policies.js'
import { policyMoveRoutes } from './routes/policy-moves.js'
import { programRoutes } from './routes/programs.js'
import { progressRoutes } from './routes/progress.js'
import { providerSignInRoutes } from './routes/provider-sign-in.js'
import { reconciliationRoutes } from './routes/reconciliations.js'
import { reportScheduleRoutes } from './routes/report-schedules.js'
import { reportRoutes } from './routes/reports.js'
import { reviewRoutes } from './routes/reviews.js'
import { savedViewRoutes } from './routes/saved-views.js'
import { searchRoutes } from './routes/search.js'
import { serviceLevelRoutes } from './routes/service-levels.js'
import { sessionRoutes } from './routes/session.js'
import { staffEmailRoutes } from './routes/staff-emails.js'
import { statusRoutes } from './routes/status.js'
import { studentRoutes } from './routes/students.js'
import { syncRoutes } from './routes/sync.js'
import { taskHandlingRoutes } from './routes/task-handling.js'
import { webAppRoutes } from './web-app.js'

const ROUTES = [
  enrollmentRoutes,
  commandRoutes,
  progressRoutes,
  reviewRoutes,
  taskHandlingRoutes,
  studentRoutes,
  savedViewRoutes,
  searchRoutes,
  overviewRoutes,
  reportRoutes,
  reportScheduleRoutes,
  serviceLevelRoutes,
  eventRoutes,
  certificateListRoutes,
  certificateRoutes,
  certificateResendRoutes,
  policyRoutes,
  courseRulesRoutes,
  dryRunRoutes,
  migrationPlanRoutes,
  policyMoveRoutes,
  programRoutes,
  intakeRoutes,
  emailRoutes,
  staffEmailRoutes,
  healthRoutes,
  syncRoutes,
  pauseRoutes,
  reconciliationRoutes,
  bulkOperationRoutes,
  sessionRoutes,
  providerSignInRoutes,
  apiKeyRoutes,
  auditRoutes,
  learnerRoutes,
  statusRoutes,
  signInLinkRoutes,
  styleSheetRoutes,
  webAppRoutes,
]

const WEBHOOK_ROUTES = [odooWebhookRoutes, signedWebhookRoutes]

/**
 * The API and the staff app. Commands go to workflows and reads come from SQL; the API never
 * writes the read model. The caller starts and closes the server. The store and the client are the
 * caller's, too.
 */
export function createApi(deps: ApiDeps): FastifyInstance {
  const app = Fastify({
    // Whose address and protocol a request has when it comes through one of these.
    trustProxy: [...deps.config.api.trustedProxies],
    logger: {
      level: deps.config.logLevel,
      serializers: { req: loggedRequest },
      ...(deps.log && { stream: deps.log }),
    },
    genReqId: () => randomUUID(),
    // Open keep-alive connections must not delay a shutdown.
    forceCloseConnections: true,
    // The router's own response to a malformed address would repeat it, and any secret in it.
    frameworkErrors: (_error, request, reply) => void sendProblem(request, reply, routeNotFound()),
  })
  app.setValidatorCompiler(validatorCompiler)

  void app.register(helmet, SECURITY_HEADERS)
  void app.register(errorHandler)
  void app.register(serviceMinutes, deps)
  void app.register(rateLimit, { global: false })
  void app.register(formbody)
  void app.register(async (api) => {
    await api.register(authentication, deps)
    // After the body was read, which leaves the context of the request.
    api.addHook('preHandler', (request, _reply, done) => {
      requestId.run(request.id, done)
    })
    await api.register(idempotency, deps)
    await api.register(namedActors, deps)
    await api.register(listFiles, deps)
    await api.register(openApi)
    api.setNotFoundHandler((request, reply) => sendProblem(request, reply, routeNotFound()))
    const server = api.withTypeProvider<TypeBoxTypeProvider>()
    for (const declareRoutes of ROUTES) declareRoutes(server, deps)
    const trigger = triggerOfWebhooks(api, deps)
    for (const declareRoutes of WEBHOOK_ROUTES) declareRoutes(server, deps, trigger)
  })
  return app
}

function triggerOfWebhooks(api: FastifyInstance, { temporal, config }: ApiDeps): Trigger {
  const { pageSize, parallelPages } = config.sync
  const trigger = webhookTrigger(temporal, { pageSize, parallelPages }, () => {
    api.log.warn('Temporal could not be told of a webhook. The next sweep reads it.')
  })
  api.addHook('onClose', (_api, done) => {
    trigger.stop()
    done()
  })
  return trigger
}

/**
 * Addresses may contain an API key (login link), a verification token or the secret of Odoo's
 * webhooks. None of them is logged. A secret is hidden wherever it is in the address, because
 * misspelled addresses are logged, too.
 */
const loggedRequest = ({ method, url }: { method: string; url: string }) => ({
  method,
  url: hideWebhookSecret(url.replace(/\?.*$/, ''))
    .replace(/^\/v\/.*/, '/v/…')
    .replaceAll(/[\w-]{43,}/g, '…'),
})
