import type { Generated } from 'kysely'
import type { ChangeSource, ReadingSource } from '../../contracts/sync-sources.js'
import type { ContactField } from '../../domain/contact-fields.js'
import type { SecondContactAnswer } from '../../domain/second-contact.js'
import type { ProgramSnapshot } from '../../domain/snapshot.js'
import type { WrittenStatuses } from '../../domain/status-corrections.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface SyncTables {
  sync_cursor: {
    model: string
    position: Instant | null
    /** null, both: the first search of all students does not run. */
    scan_started: Instant | null
    scan_after: number | null
    /** null: read by an earlier version. */
    searched_at: Instant | null
    last_id: number | null
    /** null, both: the searches have not seen any row yet. */
    witness_id: number | null
    witness_written_at: Instant | null
  }
  odoo_clock: {
    one: Generated<boolean>
    behind_seconds: number
    measured_at: GeneratedInstant
  }
  known_version: {
    model: string
    record_id: number
    write_date: Instant | null
    hash: string
    student_id: number | null
    /** null, all three: remembered before there were any, or a row of the configuration. */
    group_key: string | null
    figures: number[] | null
    checksums: number[] | null
  }
  changed_student: {
    student_id: number
    source: ChangeSource
    noticed_at: GeneratedInstant
    version: Generated<number>
    /** null: nobody has claimed it. */
    claim: string | null
    claimed_until: Instant | null
  }
  sync_failure: {
    part: string
    failure_type: string
    failed_at: Instant
  }
  due_counter: {
    course_integration_id: number
    version: Generated<number>
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
    source: ReadingSource
  }
  contact_fields: {
    student_id: number
    partner_id: number
    marks: Json<Partial<Record<ContactField, string>>>
  }
  second_contact: {
    student_id: number
    partner_id: number
    partner_created_at: Instant
    found_at: GeneratedInstant
    answer: SecondContactAnswer | null
    answered_at: Instant | null
  }
  searched_mailbox: {
    program_id: number
    student_id: number
    mark: string
  }
  identity_claim: {
    mailbox_hash: string
    student_id: number
    claimed_at: GeneratedInstant
  }
}
