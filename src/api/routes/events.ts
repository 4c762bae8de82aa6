import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import Type from 'typebox'
import { type Change, changesSince, presentPosition } from '../../store/events.js'
import type { ApiDeps } from '../deps.js'
import { EventFeed } from '../events/event-feed.js'
import type { StudentScope } from '../identity.js'
import { problems } from '../schemas/common.js'
import { type EventBody, EventPage } from '../schemas/event.js'
import type { Server } from '../server.js'

/** Between two lines that keep a connection open. Milliseconds. */
const HEARTBEAT = 15_000

/**
 * A page that is open longer connects again, so that a session that has ended is noticed.
 * Milliseconds.
 */
const LIFETIME = 10 * 60 * 1_000

/** A page that does not read is disconnected, and comes back when it can. Bytes. */
const MAX_UNREAD = 256 * 1024

const Position = Type.String({ pattern: '^\\d{1,19}$' })

/** What has changed, for open pages. */
export function eventRoutes(app: Server, { store }: ApiDeps): void {
  const feed = new EventFeed(store)
  app.addHook('onClose', (_app, done) => {
    feed.close()
    done()
  })

  app.get(
    '/v1/events',
    {
      config: { access: 'caller', permission: 'read_students' },
      schema: {
        tags: ['events'],
        summary: 'What has changed, as server-sent events or as a list',
        description:
          'With `Accept: text/event-stream`, a stream of `Event` as JSON in `data`. After a lost connection, ' +
          'send the `id` of the last event as `Last-Event-ID`, as browsers do: nothing is missed, some events may come twice. ' +
          'Otherwise the events since `after`; without `after`, the present position.',
        querystring: Type.Object({ after: Type.Optional(Position) }, { additionalProperties: false }),
        response: { 200: EventPage, ...problems },
      },
    },
    async (request, reply) => {
      if (/text\/event-stream/i.test(request.headers.accept ?? '')) return stream(request, reply)
      const { after } = request.query
      if (after === undefined) return { events: [], next: await presentPosition(store) }
      const { changes, position, isIncomplete } = await changesSince(store, after)
      const seen = changes.filter((change) => concerns(request.scope, change)).map(eventBody)
      return { events: isIncomplete ? [RESET] : seen, next: position }
    },
  )

  async function stream(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { raw } = reply
    const { scope } = request
    const send = (change: Change | null, position: string) => {
      if (change && !concerns(scope, change)) return
      raw.write(`id: ${position}\ndata: ${JSON.stringify(change ? eventBody(change) : RESET)}\n\n`)
      if (raw.writableLength > MAX_UNREAD) raw.destroy()
    }
    const { position, unsubscribe } = await feed.subscribe(send)
    if (raw.destroyed) {
      unsubscribe()
      return
    }
    const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT)
    const end = setTimeout(() => raw.end(), LIFETIME)
    raw.on('close', () => {
      clearInterval(heartbeat)
      clearTimeout(end)
      unsubscribe()
    })
    reply.hijack()
    raw.writeHead(200, {
      ...headersOf(reply),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx keeps responses back otherwise.
      'x-accel-buffering': 'no',
    })
    raw.write(`retry: 2000\nid: ${position}\nevent: ready\ndata: {}\n\n`)
    const last = String(request.headers['last-event-id'] ?? '')
    if (!/^\d{1,19}$/.test(last)) return
    // Read after the subscription, so that nothing falls between the two.
    const missed = await changesSince(store, last)
    if (missed.isIncomplete) send(null, missed.position)
    else for (const change of missed.changes) send(change, missed.position)
  }
}

/** What plugins have set so far, such as the headers of a security policy. */
const headersOf = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]))

/** An agent is told of their own students, and of what concerns no single student. */
const concerns = (scope: StudentScope, { studentId, agentId }: Change): boolean =>
  scope.all || studentId === null || agentId === scope.agentId

const eventBody = ({ type, programId, studentId }: Change): Static<typeof EventBody> => ({
  type,
  programId,
  studentId,
})

const RESET: Static<typeof EventBody> = { type: 'reset', programId: null, studentId: null }
