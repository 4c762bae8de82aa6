import type { StoredSentence } from '../../domain/sentences/sentence.js'
import type { Generated } from 'kysely'
import type { MigrationOutcome } from '../../domain/migration-plan.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface MigrationPlanTables {
  migration_plan: {
    id: Generated<number>
    program_id: number
    author: string
    state: Generated<'running' | 'completed' | 'failed'>
    failure_type: string | null
    started_at: GeneratedInstant
    finished_at: Instant | null
  }
  migration_plan_student: {
    plan_id: number
    student_id: number
    outcome: MigrationOutcome
    reasons: Json<readonly StoredSentence[]>
  }
}
