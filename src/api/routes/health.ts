import Type from 'typebox'
import type { ApiDeps } from '../deps.js'
import { DEPENDENCY_STATES, readiness } from '../services/readiness.js'
import { NamedObject } from '../schemas/common.js'
import { systemBody, SystemHealth } from '../schemas/health.js'
import type { Server } from '../server.js'

const State = Type.Enum([...DEPENDENCY_STATES])
const ReadinessBody = NamedObject('Readiness', {
  ready: Type.Boolean({
    description: 'Temporal and the database respond, and no alarm stops the work',
  }),
  temporal: State,
  database: State,
  odoo: State,
  mail: State,
  systems: Type.Array(SystemHealth, {
    description: 'Systems that are paused, unavailable or recovering. None of this makes us unready',
  }),
  alarms: Type.Array(
    NamedObject('Alarm', {
      key: Type.String(),
      message: Type.String({ description: 'What is wrong and how to fix it' }),
      since: Type.String({ format: 'date-time' }),
    }),
    { description: 'Faults that concern everybody, until a person fixes them' },
  ),
})

/** Health checks for monitoring. */
export function healthRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    '/healthz',
    {
      config: { access: 'public' },
      schema: {
        tags: ['health'],
        summary: 'The process is running',
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
        summary: 'State of Temporal, the database, Odoo and the mail server',
        description: '503 if Temporal or the database is unavailable, or if an alarm stops the work.',
        response: { 200: ReadinessBody, 503: ReadinessBody },
      },
    },
    async (_request, reply) => {
      const state = await readiness(deps)
      return reply.code(state.ready ? 200 : 503).send({ ...state, systems: state.systems.map(systemBody) })
    },
  )
}
