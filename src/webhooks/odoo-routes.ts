import Type from 'typebox'
import { ODOO_WEBHOOK_PATH } from './odoo-address.js'
import { WebhookHintWriter } from './webhook-hints.js'
import { WebhookSecretCheck } from './webhook-secrets.js'
import { limitFailures } from '../api/plugins/failure-limit.js'
import type { ApiDeps } from '../api/deps.js'
import { routeNotFound } from '../api/problems/problem.js'
import { OdooId, problems } from '../api/schemas/common.js'
import type { Server } from '../api/server.js'
import type { Trigger } from '../temporal/trigger.js'

/**
 * Bytes. Our rules send three members. Other rules may add fields of any size, which are ignored.
 */
const BODY_LIMIT = 256 * 1024

/** Longer action names are cut. Odoo has no limit. Characters. */
const ACTION_LIMIT = 200

/** The members of every call from Odoo, whatever fields the rule adds. */
const OdooCall = Type.Object(
  {
    _model: Type.String({ pattern: '^[a-z][a-z0-9_.]{0,127}$', description: 'Odoo’s name of the model' }),
    _id: OdooId,
    _action: Type.Optional(
      // PostgreSQL has no text with a zero character.
      Type.String({ pattern: '^[^\\u0000]*$', description: 'Name of the calling action' }),
    ),
  },
  {
    title: 'OdooCall',
    additionalProperties: true,
    description: 'Fields of the record may follow; they are ignored',
  },
)

/**
 * Odoo's webhook rules call here. Odoo waits at most a second, inside its user's transaction, and
 * never retries. So the route only saves the hint and waits for no other system.
 */
export function odooWebhookRoutes(app: Server, { store }: ApiDeps, trigger: Pick<Trigger, 'pull'>): void {
  const countFailure = limitFailures(app)
  const secrets = new WebhookSecretCheck(store)
  const hints = new WebhookHintWriter(store)

  app.post(
    `${ODOO_WEBHOOK_PATH}:secret`,
    {
      config: { access: 'public' },
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['hooks'],
        summary: 'For Odoo’s webhook rules: a record may have changed',
        description:
          'Setup creates the address, which contains a secret. The body is a hint: it may arrive twice, late, out of order, or for a change that Odoo rolled back. ' +
          'The sync reads the record again within seconds, and only what it finds there counts.',
        params: Type.Object({ secret: Type.String() }),
        body: OdooCall,
        response: { 202: Type.Unsafe<undefined>({ type: 'null', description: 'Accepted' }), ...problems },
      },
      // Before the body is read, so that a stranger's call costs only the check of the secret.
      onRequest: async (request) => {
        if ((await secrets.statusOf(request.params.secret)) !== 'unknown') return
        await countFailure(request)
        throw routeNotFound()
      },
    },
    async ({ body: { _model: model, _id: recordId, _action: action = null } }, reply) => {
      await hints.save({ model, recordId, action: action?.slice(0, ACTION_LIMIT) ?? null })
      trigger.pull()
      return reply.code(202).send()
    },
  )
}
