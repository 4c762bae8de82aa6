import type { DifferenceKind } from '../../domain/wave-check.js'
import type { GeneratedInstant, Instant } from '../columns.js'
import type { Generated } from 'kysely'

export interface BulkCheckTables {
  bulk_check: {
    operation_id: number
    state: Generated<'checking' | 'completed' | 'failed'>
    started_at: GeneratedInstant
    finished_at: Instant | null
    failure_type: string | null
    students: Generated<number>
    waiting: Generated<number>
  }
  bulk_difference: {
    operation_id: number
    program_id: number
    student_id: number
    kind: DifferenceKind
    detail: string
  }
}
