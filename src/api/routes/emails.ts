import Type from 'typebox'
import { listMails } from '../../mail/list.js'
import { decodeCursor, encodeCursor } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { DEFAULT_LIMIT, NamedObject, NextCursor, OdooId, Page, problems } from '../schemas/common.js'
import { EmailBody, EmailKind, EmailState } from '../schemas/email.js'
import { emailBody } from '../serializers.js'
import type { Server } from '../server.js'
import { visibleTo } from '../services/student-scope.js'

/** The email ledger. */
export function emailRoutes(app: Server, { store }: ApiDeps): void {
  app.get(
    '/v1/emails',
    {
      config: { access: 'caller', permission: 'read_emails' },
      schema: {
        tags: ['emails'],
        summary: 'Emails and their delivery states, newest first',
        querystring: Type.Object(
          {
            kind: Type.Optional(EmailKind),
            state: Type.Optional(EmailState),
            program: Type.Optional(OdooId),
            student: Type.Optional(OdooId),
            ...Page,
          },
          { additionalProperties: false },
        ),
        response: {
          200: NamedObject('EmailPage', { emails: Type.Array(EmailBody), next: NextCursor }),
          ...problems,
        },
      },
    },
    async ({ scope, query: { kind, state, program, student, cursor, limit = DEFAULT_LIMIT } }) => {
      const { mails, next } = await listMails(store, {
        ...(kind && { kind }),
        ...(state && { states: [state] }),
        ...(program !== undefined && { programId: program }),
        ...(student !== undefined && { studentId: student }),
        ...visibleTo(scope),
        ...(cursor !== undefined && { before: decodeCursor(cursor, isPosition)[0] }),
        limit,
      })
      return { emails: mails.map(emailBody), next: next === null ? null : encodeCursor([next]) }
    },
  )
}

const isPosition = (parts: unknown): parts is [number] =>
  Array.isArray(parts) && parts.length === 1 && Number.isSafeInteger(parts[0]) && Number(parts[0]) > 0
