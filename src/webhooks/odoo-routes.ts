import Type from 'typebox'
import { webhookSecretStatus } from './webhook-secrets.js'
import { saveWebhookHint } from './webhook-hints.js'
import { limitFailures } from '../api/plugins/failure-limit.js'
import type { ApiDeps } from '../api/deps.js'
import { routeNotFound } from '../api/problems/problem.js'
import { OdooId, problems } from '../api/schemas/common.js'
import type { Server } from '../api/server.js'

/** Bytes. Rules of ours send three members; others may send fields of any size, which are not read. */
const BODY_LIMIT = 256 * 1024

/** Characters of an action's name that are kept; Odoo has no limit. */
const ACTION_LIMIT = 200

/** What every call of Odoo has, whatever fields the rule adds. */
const OdooCall = Type.Object(
  {
    _model: Type.String({ pattern: '^[a-z][a-z0-9_.]{0,127}$', description: 'Odoo’s name of the model' }),
    _id: OdooId,
    _action: Type.Optional(
      // PostgreSQL has no text with a zero character.
      Type.String({ pattern: '^[^\\u0000]*$', description: 'Name of the action that calls' }),
    ),
  },
  {
    title: 'OdooCall',
    additionalProperties: true,
    description: 'Fields of the record may follow; they are not read',
  },
)

/**
 * Odoo's own automation rules call here. Odoo waits a second, inside the transaction of whoever works there, and never calls again: so the
 * hint is written down and answered, and nobody else is asked.
 */
export function odooWebhookRoutes(app: Server, { store }: ApiDeps): void {
  const countFailure = limitFailures(app)

  app.post(
    '/hooks/odoo/:secret',
    {
      config: { access: 'public' },
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['hooks'],
        summary: 'For automation rules of Odoo: a record may have changed',
        description:
          'The address is made by setup and holds a secret. The body is a hint, and the record is read again; so calls may come twice, late, in any order, or for a change that Odoo took back.',
        params: Type.Object({ secret: Type.String() }),
        body: OdooCall,
        response: { 202: Type.Unsafe<undefined>({ type: 'null', description: 'Taken' }), ...problems },
      },
      // Before the body is read: strangers cost no more than the look at the secret.
      onRequest: async (request) => {
        if ((await webhookSecretStatus(store, request.params.secret)) !== 'unknown') return
        await countFailure(request)
        throw routeNotFound()
      },
    },
    async ({ body: { _model: model, _id: recordId, _action: action = null } }, reply) => {
      await saveWebhookHint(store, { model, recordId, action: action?.slice(0, ACTION_LIMIT) ?? null })
      return reply.code(202).send()
    },
  )
}
