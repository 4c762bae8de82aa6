import type { FastifyReply } from 'fastify'
import type { MadeFile } from '../reports/make-file.js'

/** Sends a file that a browser saves, and nobody keeps for others. */
export const sendFile = (reply: FastifyReply, { content, contentType, fileName }: MadeFile): never =>
  reply
    .type(contentType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'private, no-store')
    // Its type is chosen by the caller, which the types of a route's schema cannot say.
    .send(content) as never
