import type { Chart } from '../../contracts/application.js'
import type { Task } from '../../contracts/tasks.js'
import type { Instant, Json } from '../columns.js'

/** One step of a workflow, or the newest one of a chart: the log and its fold have the same columns. */
export interface StepRow {
  workflow_id: string
  /** Milliseconds since 1970. */
  era: number
  seq: number
  program_id: number
  student_id: number
  chart: Chart
  version: number
  stage: string
  words: string
  task: Json<Task> | null
  closed: boolean
  facts: Json<Record<string, unknown>>
  at: Instant
}

/** The view `enrollment`: an application as people see it. Read only. */
export interface EnrollmentRow {
  program_id: number
  student_id: number
  chart: Chart
  workflow_id: string
  stage: string
  words: string
  closed: boolean
  task_chart: Chart | null
  task: Json<Task> | null
  updated_at: Instant
}

export interface ReadModelTables {
  transition: StepRow
  chart_state: StepRow
  enrollment: EnrollmentRow
}
