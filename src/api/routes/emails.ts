import Type from 'typebox'
import { listMails } from '../../mail/list.js'
import { decodeCursor, encodeCursor, isRowId } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { DEFAULT_LIMIT, OdooId, Page, problems } from '../schemas/common.js'
import { EmailKind, EmailPage, EmailState } from '../schemas/email.js'
import { emailBody } from '../serializers.js'
import type { Server } from '../server.js'
import { visibleTo } from '../services/student-scope.js'
import { emailTable } from '../tables/emails.js'

/** The email ledger. */
export function emailRoutes(app: Server, { store }: ApiDeps): void {
  app.get(
    '/v1/emails',
    {
      config: { access: 'caller', permission: 'read_emails', tables: [emailTable] },
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
          200: EmailPage,
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
        ...(cursor !== undefined && { before: decodeCursor(cursor, isRowId)[0] }),
        limit,
      })
      return { emails: mails.map(emailBody), next: next === null ? null : encodeCursor([next]) }
    },
  )
}
