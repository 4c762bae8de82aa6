import Type from 'typebox'
import { pauseSystem, readPauses, resumeSystem } from '../../store/system-pauses.js'
import type { ApiDeps } from '../deps.js'
import { problems } from '../schemas/common.js'
import { Pause, pauseBody, PauseBody, PauseList, PausableName } from '../schemas/health.js'
import type { Server } from '../server.js'

/** Pauses of the work with an outside system. */
export function pauseRoutes(app: Server, { store }: ApiDeps): void {
  const list = async () => ({ pauses: (await readPauses(store)).map(pauseBody) })

  app.get(
    '/v1/pauses',
    {
      config: { access: 'caller', permission: 'read_sync' },
      schema: { tags: ['health'], summary: 'What is paused', response: { 200: PauseList, ...problems } },
    },
    list,
  )

  app.post(
    '/v1/pauses',
    {
      config: { access: 'caller', permission: 'manage_sync' },
      schema: {
        tags: ['health'],
        summary: 'Pause the work with Odoo, with the mail server, or all of it',
        description:
          'Within a second or two nothing is written there any more. The work waits, deadlines go on, and webhooks are stored. Lasts until somebody resumes it, also across restarts. 200: it is paused already, and stays as it is.',
        body: PauseBody,
        response: { 200: Pause, 201: Pause, ...problems },
      },
    },
    async ({ body, actor }, reply) => {
      const { pause, isNew } = await pauseSystem(store, { ...body, author: actor })
      return reply.code(isNew ? 201 : 200).send(pauseBody(pause))
    },
  )

  app.delete(
    '/v1/pauses/:system',
    {
      config: { access: 'caller', permission: 'manage_sync' },
      schema: {
        tags: ['health'],
        summary: 'Resume the work; returns what is still paused',
        params: Type.Object({ system: PausableName }),
        response: { 200: PauseList, ...problems },
      },
    },
    async ({ params: { system }, actor }) => {
      await resumeSystem(store, system, actor)
      return list()
    },
  )
}
