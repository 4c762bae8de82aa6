import { sql } from 'kysely'
import type { ApplicationRun, Flow } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { Store } from './store.js'

/** Where the latest run of an application stands. */
export interface Standing extends ApplicationRun {
  readonly policyVersion: number
  /** null: the run is open. */
  readonly endedStage: string | null
  /** Its flows that have begun. */
  readonly flows: readonly FlowStanding[]
}

export interface FlowStanding {
  readonly flow: Flow
  readonly workflowId: string
  readonly stage: string
  readonly closed: boolean
  readonly task: Task | null
}

/** Returns where the applications of these students stand, by rising id. */
export async function standingsOf(
  { db }: Store,
  programId: number,
  studentIds: readonly number[],
): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select program_id as "programId", student_id as "studentId", run, policy_version as "policyVersion",
      ended_stage as "endedStage", coalesce(flows, '[]') as flows
    from (
      select distinct on (student_id) *
      from application
      where program_id = ${programId} and student_id = any(${[...studentIds]}::integer[])
      order by student_id, run desc
    ) latest
    left join lateral (
      select jsonb_agg(jsonb_build_object(
        'flow', flow, 'workflowId', workflow_id, 'stage', stage, 'closed', closed, 'task', task) order by flow) as flows
      from flow_state
      where flow_state.program_id = latest.program_id and flow_state.student_id = latest.student_id
        and flow_state.run = latest.run
    ) states on true
    order by student_id`.execute(db)
  return rows
}

/** Whether a step of the application says that a command with this comment was done. */
export async function isCommandRecorded(
  { db }: Store,
  { programId, studentId }: Pick<ApplicationRun, 'programId' | 'studentId'>,
  comment: string,
): Promise<boolean> {
  const step = await db
    .selectFrom('transition')
    .select('seq')
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where(sql<boolean>`${comment} in (facts #>> '{command,comment}', facts #>> '{decision,comment}')`)
    .limit(1)
    .executeTakeFirst()
  return step !== undefined
}
