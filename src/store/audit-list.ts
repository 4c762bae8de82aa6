import type { Selectable } from 'kysely'
import type { Store } from './store.js'
import type { AuditEntity, AuditTables } from './tables/audit.js'

export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly entity?: AuditEntity
  readonly entityId?: string
  readonly programId?: number
  readonly studentId?: number
  /** From this instant on. */
  readonly from?: Date
  /** Before this instant. */
  readonly to?: Date
  /** Only rows before this one: the last of the previous page. */
  readonly before?: number
  readonly limit: number
}

/** A row with the number of the comment in which the actor gave the reason. */
export type AuditedChange = Omit<Selectable<AuditTables['audit']>, 'hash'> & {
  readonly comment_id: number | null
}

/** Returns a page of changes, newest first. */
export function listAudit({ db }: Store, filter: AuditFilter): Promise<AuditedChange[]> {
  let query = db
    .selectFrom('audit')
    .leftJoin('comment', 'comment.command_id', 'audit.command_id')
    .select([
      'audit.id',
      'audit.at',
      'audit.actor',
      'audit.action',
      'audit.entity',
      'audit.entity_id',
      'audit.program_id',
      'audit.student_id',
      'audit.outcome',
      'audit.command_id',
      'audit.request_id',
      'audit.before',
      'audit.after',
      'comment.id as comment_id',
    ])
    .orderBy('audit.id', 'desc')
    .limit(filter.limit)
  if (filter.actor !== undefined) query = query.where('audit.actor', '=', filter.actor)
  if (filter.action !== undefined) query = query.where('audit.action', '=', filter.action)
  if (filter.entity !== undefined) query = query.where('audit.entity', '=', filter.entity)
  if (filter.entityId !== undefined) query = query.where('audit.entity_id', '=', filter.entityId)
  if (filter.programId !== undefined) query = query.where('audit.program_id', '=', filter.programId)
  if (filter.studentId !== undefined) query = query.where('audit.student_id', '=', filter.studentId)
  if (filter.from !== undefined) query = query.where('audit.at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('audit.at', '<', filter.to)
  if (filter.before !== undefined) query = query.where('audit.id', '<', filter.before)
  return query.execute()
}
