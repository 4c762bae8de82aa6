import type { CourseRule, CourseRulesDecision } from '../../domain/course-rules.js'
import type { GeneratedInstant, Instant, Json } from '../columns.js'

export interface CourseRulesTables {
  course_rules: {
    program_id: number
    version: number
    rules: Json<readonly CourseRule[]>
    noticed_at: GeneratedInstant
    decision: CourseRulesDecision
    decided_by: string | null
    decided_at: Instant | null
    reason: string | null
    dry_run_id: number | null
  }
}
