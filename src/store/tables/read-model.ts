import type { Generated } from 'kysely'
import type { Flow } from '../../contracts/application.js'
import type { Task, TaskKind } from '../../contracts/tasks.js'
import type { Sentence } from '../../domain/sentences/sentence.js'
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
  /** Of the message; null: of an earlier version. */
  sentences: Json<readonly Sentence[]> | null
}

/** An application as people see it (`store/application-status.ts`). */
export interface ApplicationStatusRow {
  program_id: number
  student_id: number
  run: number
  flow: Flow
  workflow_id: string
  stage: string
  stage_since: Instant
  message: string
  closed: boolean
  task_flow: Flow | null
  task: Json<Task> | null
  task_kind: Generated<TaskKind | null>
  /** Of the task. */
  waiting_since: Instant | null
  updated_at: Instant
  /** Of the training, while it can pass. */
  deadline_at: Instant | null
  /** Of the message; null: of an earlier version. */
  sentences: Json<readonly Sentence[]> | null
}

export interface ReadModelTables {
  transition: StepRow
  flow_state: StepRow
  application_status: ApplicationStatusRow
}
