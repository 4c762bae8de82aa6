import type { GeneratedInstant, Instant } from '../columns.js'

export interface TaskHandlingTables {
  task_handling: {
    workflow_id: string
    since: Instant
    program_id: number
    student_id: number
    assignee_id: number | null
    snoozed_until: Instant | null
    changed_by: string
    changed_at: GeneratedInstant
  }
}
