import type { Generated, GeneratedAlways } from 'kysely'
import type { StaffEmailState, StaffMailKind } from '../../contracts/mail.js'
import type { ReportScheduleSettings } from '../../domain/report-schedule.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface StaffEmailTables {
  staff_email: {
    id: GeneratedAlways<number>
    kind: StaffMailKind
    version: string
    /** Odoo's user; 0: the review mailbox. */
    user_id: number
    state: Generated<StaffEmailState>
    attempts: Generated<number>
    lease_until: GeneratedInstant
    created_at: GeneratedInstant
    /** Of reports. */
    schedule_id: number | null
    due_at: Instant | null
  }
  report_schedule: {
    id: GeneratedAlways<number>
    settings: Json<ReportScheduleSettings>
    next_due_at: Instant
    created_by: string
    created_at: GeneratedInstant
  }
}
