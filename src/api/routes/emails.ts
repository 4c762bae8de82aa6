import Type from 'typebox'
import { listMails } from '../../mail/list.js'
import { decodeCursor, encodeCursor } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { emailBody } from '../serializers.js'
import { DEFAULT_LIMIT, NamedObject, NextCursor, OdooId, Page, problems } from '../schemas/common.js'
import { EmailBody } from '../schemas/enrollment.js'
import type { Server } from '../server.js'

const KINDS = ['welcome', 'review_request', 'milestone', 'reminder', 'completion', 'certificate'] as const
const STATES = [
  'pending',
  'sending',
  'accepted',
  'possibly_twice',
  'unknown',
  'rejected',
  'no_recipient',
] as const

/** The mail ledger. */
export function mailRoutes(app: Server, { store }: ApiDeps): void {
  app.get(
    '/v1/emails',
    {
      config: { access: 'caller' },
      schema: {
        tags: ['emails'],
        summary: 'Mails and what became of them, newest first',
        querystring: Type.Object(
          {
            kind: Type.Optional(Type.Enum([...KINDS])),
            state: Type.Optional(Type.Enum([...STATES])),
            program: Type.Optional(OdooId),
            student: Type.Optional(OdooId),
            ...Page,
          },
          { additionalProperties: false },
        ),
        response: {
          200: NamedObject('MailPage', { emails: Type.Array(EmailBody), next: NextCursor }),
          ...problems,
        },
      },
    },
    async ({ query: { kind, state, program, student, cursor, limit = DEFAULT_LIMIT } }) => {
      const { mails, next } = await listMails(store, {
        ...(kind && { kind }),
        ...(state && { states: [state] }),
        ...(program !== undefined && { programId: program }),
        ...(student !== undefined && { studentId: student }),
        ...(cursor !== undefined && { before: decodeCursor(cursor, isPlace)[0] }),
        limit,
      })
      return { emails: mails.map(emailBody), next: next === null ? null : encodeCursor([next]) }
    },
  )
}

const isPlace = (parts: unknown): parts is [number] =>
  Array.isArray(parts) && parts.length === 1 && Number.isSafeInteger(parts[0])
