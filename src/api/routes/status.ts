import { readSystemStates } from '../../availability/system-states.js'
import { inArabic } from '../../domain/sentences/in-arabic.js'
import { openAlarms } from '../../store/alarms.js'
import type { ApiDeps } from '../deps.js'
import { problems } from '../schemas/common.js'
import { systemBody } from '../schemas/health.js'
import { StatusBody } from '../schemas/status.js'
import type { Server } from '../server.js'

/** What concerns everybody, above each page of the staff app. */
export function statusRoutes(app: Server, { store, config }: ApiDeps): void {
  app.get(
    '/v1/status',
    {
      config: { access: 'caller', permission: 'any' },
      schema: {
        tags: ['health'],
        summary: 'Alarms, paused or unavailable systems, and the addresses of the other user interfaces',
        response: { 200: StatusBody, ...problems },
      },
    },
    async () => {
      const [alarms, systems] = await Promise.all([openAlarms(store), readSystemStates(store)])
      return {
        alarms: alarms.map(({ message, sentences, raisedAt }) => ({
          message,
          messageArabic: inArabic(sentences),
          since: raisedAt.toISOString(),
        })),
        systems: systems.filter(({ state }) => state !== 'available').map(systemBody),
        links: {
          odoo: config.odoo.webUrl,
          temporal: config.temporal.webUrl,
          inbox: config.inboxUrl,
          api: '/docs',
        },
      }
    },
  )
}
