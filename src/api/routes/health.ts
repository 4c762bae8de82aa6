import Type from 'typebox'
import type { ApiDeps } from '../deps.js'
import { readiness } from '../services/readiness.js'
import { NamedObject } from '../schemas/common.js'
import type { Server } from '../server.js'

const State = Type.Enum(['ok', 'away', 'not_configured'])
const ReadinessBody = NamedObject('Readiness', {
  ready: Type.Boolean({ description: 'Temporal and the database answer' }),
  temporal: State,
  database: State,
  odoo: State,
  mail: State,
})

/** For those who watch the process. */
export function healthRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    '/healthz',
    {
      config: { access: 'public' },
      schema: {
        tags: ['health'],
        summary: 'The process answers',
        response: { 200: NamedObject('Health', { status: Type.Literal('ok') }) },
      },
    },
    () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      config: { access: 'public' },
      schema: {
        tags: ['health'],
        summary: 'Whether Temporal, the database, Odoo and the mail server are available',
        description: '503 when Temporal or the database is away; without the others the API still works.',
        response: { 200: ReadinessBody, 503: ReadinessBody },
      },
    },
    async (_request, reply) => {
      const found = await readiness(deps)
      return reply.code(found.ready ? 200 : 503).send(found)
    },
  )
}
