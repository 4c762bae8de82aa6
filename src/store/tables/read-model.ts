import type { Flow } from '../../contracts/application.js'
import type { Task } from '../../contracts/tasks.js'
import type { Instant, Json } from '../columns.js'

/** A step of a workflow; `flow_state` holds the newest step of each flow in the same columns. */
export interface StepRow {
  workflow_id: string
  /** Milliseconds since 1970. */
  run_epoch: number
  seq: number
  program_id: number
  student_id: number
  run: number
  flow: Flow
  version: number
  stage: string
  message: string
  task: Json<Task> | null
  closed: boolean
  facts: Json<Record<string, unknown>>
  at: Instant
}

/** The view `application_status`: an application as people see it. */
export interface ApplicationStatusRow {
  program_id: number
  student_id: number
  run: number
  flow: Flow
  workflow_id: string
  stage: string
  message: string
  closed: boolean
  task_flow: Flow | null
  task: Json<Task> | null
  updated_at: Instant
}

export interface ReadModelTables {
  transition: StepRow
  flow_state: StepRow
  application_status: ApplicationStatusRow
}
