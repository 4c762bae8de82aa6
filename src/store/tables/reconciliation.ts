import type { Generated } from 'kysely'
import type { ReconciliationState } from '../../contracts/reconciliation.js'
import type { DriftAction, DriftClass, DriftState } from '../../domain/drift.js'
import type { GeneratedInstant, Instant } from '../columns.js'

export interface ReconciliationTables {
  reconciliation: {
    id: Generated<number>
    dry_run: boolean
    /** null: the caller has registered it. */
    workflow_run: string | null
    /** null: the schedule. */
    requested_by: string | null
    state: Generated<ReconciliationState>
    started_at: GeneratedInstant
    finished_at: Instant | null
    students_concerned: number | null
    students_known: number | null
    confirmed_by: string | null
    failure_type: string | null
  }
  reconciliation_accuracy: {
    run_id: number
    model: string
    field: string
    compared: number
    mismatches: number
  }
  drift: {
    id: Generated<number>
    run_id: number
    class: DriftClass
    model: string
    record_id: number
    program_id: number | null
    student_id: number | null
    former_student_id: number | null
    fields: string[]
    action: DriftAction
    state: Generated<DriftState>
    found_at: GeneratedInstant
  }
}
