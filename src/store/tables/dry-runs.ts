import type { Generated } from 'kysely'
import type { PolicyDocument } from '../../domain/policy.js'
import type {
  Concerned,
  ProposedCourse,
  RuleChangeKind,
  RuleChangeSentences,
} from '../../domain/rule-change.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export type DryRunState = 'running' | 'completed' | 'failed'

export interface DryRunTables {
  dry_run: {
    id: Generated<number>
    program_id: number
    based_on: number
    policy: Json<PolicyDocument> | null
    courses: Json<readonly ProposedCourse[]>
    hash: string
    author: string
    state: Generated<DryRunState>
    failure_type: string | null
    students: number | null
    started_at: GeneratedInstant
    finished_at: Instant | null
    course_rules_version: number | null
  }
  dry_run_change: {
    dry_run_id: number
    kind: RuleChangeKind
    student_id: number
    course_integration_id: number
    concerned: Concerned
    before: string
    after: string
    reason: string
    sentences: Json<RuleChangeSentences> | null
  }
}
