import type { Generated } from 'kysely'
import type {
  BulkEffect,
  BulkFilter,
  BulkKindName,
  BulkOutcome,
  BulkParameters,
  BulkState,
} from '../../contracts/bulk-operation.js'
import type { StoredSentence } from '../../domain/sentences/sentence.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface BulkOperationTables {
  bulk_operation: {
    id: Generated<number>
    kind: BulkKindName
    filter: Json<BulkFilter>
    parameters: Json<BulkParameters>
    reason: string
    author: string
    state: Generated<BulkState>
    hash: string | null
    students_concerned: number | null
    students_known: number | null
    failure_type: string | null
    created_at: GeneratedInstant
    previewed_at: Instant | null
    confirmed_by: string | null
    confirmed_at: Instant | null
    undone_by: string | null
    undo_started_at: Instant | null
    finished_at: Instant | null
  }
  bulk_item: {
    operation_id: number
    program_id: number
    student_id: number
    outcome: BulkOutcome
    effects: Json<readonly BulkEffect[]>
    warnings: Json<readonly StoredSentence[]>
    reasons: Json<readonly StoredSentence[]>
    in_training: boolean
    failures: Generated<number>
    fingerprint: string
    before: Json<unknown>
    result: Json<unknown> | null
    odoo_before: Json<unknown> | null
    changed_at: GeneratedInstant
  }
}
