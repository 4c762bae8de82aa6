import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { signatureCheck } from './signature.js'
import { saveLearningEvent } from './learning-events.js'
import { LEARNING_EVENTS } from '../contracts/learning-events.js'
import { limitFailures } from '../api/plugins/failure-limit.js'
import type { ApiDeps } from '../api/deps.js'
import { Problem } from '../api/problems/problem.js'
import { InstantText, OdooId, problems } from '../api/schemas/common.js'
import type { Server } from '../api/server.js'
import type { Trigger } from '../temporal/trigger.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The unparsed body: signatures are about bytes. */
    bodyText: string
  }
}

/** Bytes. */
const BODY_LIMIT = 64 * 1024

const SignedHeaders = Type.Object({
  'webhook-id': Type.String({
    pattern: '^[\\x21-\\x7e]{1,255}$',
    description: 'The sender’s id of the event: the same for every delivery attempt',
  }),
  'webhook-timestamp': Type.String({ description: 'Seconds since 1970, no more than five minutes from now' }),
  'webhook-signature': Type.String({
    description:
      '`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several are separated by spaces',
  }),
})

/** Other members are ignored: the numbers come from Odoo. */
const LearningEventBody = Type.Object(
  {
    type: Type.Enum([...LEARNING_EVENTS]),
    timestamp: InstantText,
    data: Type.Object(
      {
        channelId: Type.Integer({ ...OdooId, description: 'Odoo’s id of the course' }),
        partnerId: Type.Integer({ ...OdooId, description: 'Odoo’s id of the learner’s contact' }),
      },
      { additionalProperties: true },
    ),
  },
  { title: 'LearningEvent', additionalProperties: true },
)

/** Senders that sign (https://www.standardwebhooks.com) report here what happened in eLearning. */
export function signedWebhookRoutes(
  app: Server,
  { store, config }: ApiDeps,
  trigger: Pick<Trigger, 'pull'>,
): void {
  const { signingSecrets } = config.hooks
  const isSigned = signatureCheck(signingSecrets)
  const countFailure = limitFailures(app)

  // A separate scope, because only this route keeps the body as text.
  void app.register((scope, _options, done) => {
    const routes = scope.withTypeProvider<TypeBoxTypeProvider>()
    const parseJson = routes.getDefaultJsonParser('error', 'error')
    routes.decorateRequest('bodyText', '')
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, parsed) => {
      request.bodyText = String(text)
      void parseJson(request, request.bodyText, parsed)
    })

    routes.post(
      '/hooks/v1',
      {
        config: { access: 'public' },
        bodyLimit: BODY_LIMIT,
        schema: {
          tags: ['hooks'],
          summary: 'For senders that sign: progress was made or a course completed in eLearning',
          description:
            'Standard Webhooks, signed with one of `HOOKS_SIGNING_SECRETS`. The event is a hint; a repeated `webhook-id` counts once. ' +
            'The sync reads the learner again within seconds, and only what it finds in Odoo counts.',
          headers: SignedHeaders,
          body: LearningEventBody,
          response: { 202: Type.Unsafe<undefined>({ type: 'null', description: 'Accepted' }), ...problems },
        },
        onRequest: (_request, _reply, next) => {
          if (signingSecrets.length > 0) next()
          else
            next(
              new Problem('not-found', 'Signed webhooks are not accepted: HOOKS_SIGNING_SECRETS is not set.'),
            )
        },
        preValidation: async (request) => {
          if (isSigned(request.bodyText, request.headers)) return
          await countFailure(request)
          throw new Problem(
            'invalid-signature',
            'Sign `webhook-id.webhook-timestamp.body` with one of our secrets. Your clock must be correct within five minutes.',
          )
        },
      },
      async ({ headers, body: { type, data } }, reply) => {
        await saveLearningEvent(store, {
          webhookId: headers['webhook-id'],
          type,
          channelId: data.channelId,
          partnerId: data.partnerId,
        })
        trigger.pull()
        return reply.code(202).send()
      },
    )
    done()
  })
}
