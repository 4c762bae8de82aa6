import Type from 'typebox'
import { readerNames } from '../../store/report-readers.js'
import { REVIEW_MAILBOX } from '../../store/staff-digests.js'
import { listStaffEmails } from '../../store/staff-email-list.js'
import { decodeCursor, encodeCursor, isRowId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { DEFAULT_LIMIT, Page, problems } from '../schemas/common.js'
import { StaffEmailKind, StaffEmailPage, StaffEmailStateName } from '../schemas/staff-email.js'
import type { Server } from '../server.js'
import { visibleTo } from '../services/student-scope.js'
import { staffEmailTable } from '../tables/staff-emails.js'

/** The ledger of emails to staff that belong to no application. */
export function staffEmailRoutes(app: Server, { store }: ApiDeps): void {
  app.get(
    '/v1/staff-emails',
    {
      config: { access: 'caller', permission: 'read_emails', tables: [staffEmailTable] },
      schema: {
        tags: ['emails'],
        summary: 'Digests and scheduled reports emailed to staff, and their delivery states, newest first',
        description: 'Agents see those to themselves.',
        querystring: Type.Object(
          {
            kind: Type.Optional(StaffEmailKind),
            state: Type.Optional(StaffEmailStateName),
            ...Page,
          },
          { additionalProperties: false },
        ),
        response: { 200: StaffEmailPage, ...problems },
      },
    },
    async ({ scope, query: { kind, state, cursor, limit = DEFAULT_LIMIT } }) => {
      const found = await listStaffEmails(store, {
        ...(kind && { kind }),
        ...(state && { state }),
        ...visibleTo(scope),
        ...(cursor !== undefined && { before: decodeCursor(cursor, isRowId)[0] }),
        limit: limit + 1,
      })
      const { page, last } = pageOf(found, limit)
      const nameOf = await readerNames(
        store,
        page.map(({ userId }) => userId),
      )
      return {
        emails: page.map(({ userId, createdAt, ...email }) => ({
          ...email,
          reader: userId === REVIEW_MAILBOX ? null : { id: userId, name: nameOf(userId) },
          createdAt: createdAt.toISOString(),
        })),
        next: last ? encodeCursor([last.id]) : null,
      }
    },
  )
}
