import { sql } from 'kysely'
import type { Flow } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { Store } from './store.js'
import { isAtRest } from './tasks-at-rest.js'

/** The recipient of tasks of students without an agent. */
export const REVIEW_MAILBOX = 0

export interface OpenTask {
  readonly programId: number
  readonly studentId: number
  readonly flow: Flow
  /** In both scripts; null: the sync has not read the student yet. */
  readonly name: string | null
  readonly nameArabic: string | null
  readonly task: Task
  /** It was opened after the last digest of the agent. */
  readonly isNew: boolean
}

/** Open tasks that are not at rest, with who takes care of each: a colleague or the agent. */
const TASKS = sql`
  select flow_state.program_id, flow_state.student_id, flow, task, name, name_arabic,
    coalesce(assignee_id, agent_id, ${REVIEW_MAILBOX}) as agent_id
  from flow_state left join person on person.student_id = flow_state.student_id
  left join task_handling handling on handling.workflow_id = flow_state.workflow_id
    and handling.since = (task ->> 'since')::timestamptz
  where task is not null and ${isAtRest(sql`task`)} is not true`

/** Who has such tasks and no digest of this day that is settled. `REVIEW_MAILBOX`: no agent. */
export async function digestRecipients(store: Store, day: string): Promise<number[]> {
  const { rows } = await sql<{ agent: number }>`
    select distinct agent_id as agent from (${TASKS}) as open
    where not exists (
      select from staff_email digest
      where digest.kind = 'digest' and digest.user_id = open.agent_id and digest.version = ${day}
        and digest.state in ('accepted', 'rejected', 'no_recipient'))
    order by agent`.execute(store.db)
  return rows.map(({ agent }) => agent)
}

/** The tasks that somebody takes care of, by program and oldest first. */
export async function openTasksOf(store: Store, agentId: number, day: string): Promise<OpenTask[]> {
  const { rows } = await sql<OpenTask>`
    select program_id as "programId", student_id as "studentId", flow, name,
      name_arabic as "nameArabic", task,
      (task ->> 'since')::timestamptz > coalesce(
        (select max(created_at) from staff_email
          where kind = 'digest' and user_id = ${agentId} and version < ${day}), '-infinity') as "isNew"
    from (${TASKS}) as open where agent_id = ${agentId}
    order by program_id, task ->> 'since', student_id`.execute(store.db)
  return rows
}
