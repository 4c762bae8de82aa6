import { sql } from 'kysely'
import type { StaffEmailState, StaffMailKind } from '../contracts/mail.js'
import type { ReportName } from '../domain/reports.js'
import type { Store } from './store.js'

export interface StaffEmailFilter {
  readonly kind?: StaffMailKind
  readonly state?: StaffEmailState
  /** Only emails to this user in Odoo. */
  readonly visibleTo?: number
  /** Only emails older than the one with this id. */
  readonly before?: number
  readonly limit: number
}

export interface ListedStaffEmail {
  readonly id: number
  readonly kind: StaffMailKind
  readonly state: StaffEmailState
  /** Odoo's user; `REVIEW_MAILBOX`: nobody in particular. */
  readonly userId: number
  /** Of a scheduled report. */
  readonly report: ReportName | null
  readonly attempts: number
  readonly createdAt: Date
}

/** Returns emails of the ledger, newest first. */
export async function listStaffEmails(
  { db }: Store,
  { kind, state, visibleTo, before, limit }: StaffEmailFilter,
): Promise<ListedStaffEmail[]> {
  const { rows } = await sql<ListedStaffEmail>`
    select email.id, kind, state, user_id as "userId", settings ->> 'report' as report, attempts,
      email.created_at as "createdAt"
    from staff_email email left join report_schedule schedule on schedule.id = schedule_id
    where (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${state ?? null}::text is null or state = ${state ?? null})
      and (${visibleTo ?? null}::integer is null or user_id = ${visibleTo ?? null})
      and (${before ?? null}::bigint is null or email.id < ${before ?? null})
    order by email.id desc limit ${limit}`.execute(db)
  return rows
}
