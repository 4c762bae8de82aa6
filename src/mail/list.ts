import type { Selectable } from 'kysely'
import type { MailKind, MailState } from '../contracts/mail.js'
import type { Store } from '../store/store.js'
import { isStudentOf } from '../store/visible-students.js'
import type { MailTables } from '../store/tables/mail.js'

export type MailRow = Selectable<MailTables['email']>

export interface MailFilter {
  readonly kind?: MailKind
  readonly states?: readonly MailState[]
  readonly programId?: number
  readonly studentId?: number
  /** Only emails of students whom the reader may see: those of this agent. */
  readonly visibleTo?: number
  /** Only emails older than the one with this id: `next` of the previous page. */
  readonly before?: number
  /** Rows per page. */
  readonly limit: number
}

export interface MailPage {
  /** Newest first. */
  readonly mails: readonly MailRow[]
  /** `before` for the next page; null on the last one. */
  readonly next: number | null
}

/** Returns a page of the ledger. Paged by id, so pages stay stable while emails are added. */
export async function listMails(store: Store, filter: MailFilter): Promise<MailPage> {
  let query = store.db
    .selectFrom('email')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.states !== undefined) query = query.where('state', 'in', filter.states)
  if (filter.programId !== undefined) query = query.where('program_id', '=', filter.programId)
  if (filter.studentId !== undefined) query = query.where('student_id', '=', filter.studentId)
  if (filter.visibleTo !== undefined) query = query.where(isStudentOf(filter.visibleTo, 'email.student_id'))
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  const rows = await query.execute()
  const mails = rows.slice(0, filter.limit)
  return { mails, next: rows.length > filter.limit ? (mails.at(-1)?.id ?? null) : null }
}
