import { Readable } from 'node:stream'
import Type, { type Static } from 'typebox'
import { csvLine } from '../../domain/csv.js'
import { actorNames } from '../../store/actor-names.js'
import { type AuditedChange, type AuditFilter, listAudit } from '../../store/audit-list.js'
import type { Store } from '../../store/store.js'
import type { AuditEntity } from '../../store/tables/audit.js'
import { decodeCursor, encodeCursor, isRowId, pageOf } from '../cursor.js'
import type { ApiDeps } from '../deps.js'
import { AuditFilterQuery, AuditPage, AuditQuery } from '../schemas/audit.js'
import { DEFAULT_LIMIT, problems } from '../schemas/common.js'
import type { Server } from '../server.js'
import { auditTable } from '../tables/audit.js'

/** Rows per query of an export. */
const EXPORT_PAGE = 1_000

const tags = ['audit']

/** Who changed what. */
export function auditRoutes(app: Server, { store }: ApiDeps): void {
  app.get(
    '/v1/audit',
    {
      config: { access: 'caller', permission: 'read_audit', tables: [auditTable] },
      schema: {
        tags,
        summary: 'Changes by people, programs and bulk operations, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...problems },
      },
    },
    async ({ query: { cursor, limit = DEFAULT_LIMIT, ...query } }) => {
      const before = cursor === undefined ? undefined : decodeCursor(cursor, isRowId)[0]
      const rows = await listAudit(store, {
        ...filterOf(query),
        ...(before !== undefined && { before }),
        limit: limit + 1,
      })
      const { page, last } = pageOf(rows, limit)
      return { changes: await bodiesOf(store, page), next: last ? encodeCursor([last.id]) : null }
    },
  )

  app.get(
    '/v1/audit.csv',
    {
      config: { access: 'caller', permission: 'read_audit' },
      schema: {
        tags,
        summary: 'The same as a CSV file, newest first',
        querystring: Type.Object(AuditFilterQuery, { additionalProperties: false }),
        response: {
          200: {
            description: 'CSV',
            content: { 'text/csv': { schema: Type.Unsafe<Readable>({ type: 'string' }) } },
          },
          ...problems,
        },
      },
    },
    async ({ query }, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .header('cache-control', 'private, no-store')
        .send(Readable.from(csvOf(store, filterOf(query)))),
  )
}

async function* csvOf(store: Store, filter: Omit<AuditFilter, 'limit' | 'before'>): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  for (let before: number | undefined; ;) {
    const rows = await listAudit(store, {
      ...filter,
      ...(before !== undefined && { before }),
      limit: EXPORT_PAGE,
    })
    for (const { actor, before: was, after, ...row } of await bodiesOf(store, rows))
      yield csvLine([
        row.id,
        row.at,
        actor.kind,
        actor.id,
        actor.name,
        row.action,
        row.entity,
        row.entityId,
        row.programId,
        row.studentId,
        row.outcome,
        was && JSON.stringify(was),
        after && JSON.stringify(after),
        row.commentId,
        row.commandId,
        row.requestId,
      ])
    before = rows.at(-1)?.id
    if (rows.length < EXPORT_PAGE) return
  }
}

const COLUMNS = [
  'id',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'entity',
  'entity_id',
  'program_id',
  'student_id',
  'outcome',
  'before',
  'after',
  'comment_id',
  'command_id',
  'request_id',
]

interface Query {
  readonly actor?: string
  readonly action?: string
  readonly entity?: AuditEntity
  readonly entityId?: string
  readonly programId?: number
  readonly studentId?: number
  readonly from?: string
  readonly to?: string
}

const filterOf = ({ from, to, ...query }: Query) => ({
  ...query,
  ...(from !== undefined && { from: new Date(from) }),
  ...(to !== undefined && { to: new Date(to) }),
})

async function bodiesOf(
  store: Store,
  rows: readonly AuditedChange[],
): Promise<Static<typeof AuditPage>['changes']> {
  const actorOf = await actorNames(
    store,
    rows.map(({ actor }) => actor),
  )
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: actorOf(row.actor),
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    programId: row.program_id,
    studentId: row.student_id,
    outcome: row.outcome,
    before: row.before,
    after: row.after,
    commentId: row.comment_id,
    commandId: row.command_id,
    requestId: row.request_id,
  }))
}
