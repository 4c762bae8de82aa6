import type { RowVersion } from '../../domain/row-version.js'
import type { ProgramSnapshot } from '../../domain/snapshot.js'
import type { WrittenStatuses } from '../../domain/status-corrections.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface SyncTables {
  sync_cursor: {
    name: string
    position: Instant | null
    pending: Json<PendingCursor> | null
  }
  known_version: {
    model: string
    record_id: number
    write_date: Instant | null
    hash: string
  }
  last_notified: {
    program_id: number
    student_id: number
    facts_version: string | null
    statuses: Json<WrittenStatuses> | null
    contact_id: number | null
    snapshot: Json<ProgramSnapshot> | null
    snapshot_read_at: Instant | null
  }
  progress_number: {
    tracker_id: number
    program_id: number
    student_id: number
    course_integration_id: number
    elearning: number | null
    sessions: number | null
    homework: number | null
    assessments: number | null
    overall: number
    threshold: number
    tracker_status: string
    membership: string
    read_at: Instant
  }
  identity_claim: {
    mailbox_hash: string
    student_id: number
    claimed_at: GeneratedInstant
  }
}

/** What the running tick will save when its pages are done. */
export interface PendingCursor {
  /** The new position. ISO instant. */
  readonly cursor: string
  readonly versions: readonly RowVersion[]
}
