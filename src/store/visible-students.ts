import { type RawBuilder, sql } from 'kysely'
import type { Store } from './store.js'

/** A condition: the student whose id is in `column` is one of the agent's. */
export const isStudentOf = (agentId: number, column: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from person where person.student_id = ${sql.ref(column)} and person.agent_id = ${agentId})`

/**
 * Returns whether Odoo assigns the student to the agent, as of the last sync, or a colleague has
 * given them an open task of the student.
 */
export async function isAgentOf({ db }: Store, agentId: number, studentId: number): Promise<boolean> {
  const { rows } = await sql`
    select from person where student_id = ${studentId} and agent_id = ${agentId}
    union all
    select from task_handling handling join flow_state on flow_state.workflow_id = handling.workflow_id
      and (flow_state.task ->> 'since')::timestamptz = handling.since
    where handling.student_id = ${studentId} and handling.assignee_id = ${agentId}
    limit 1`.execute(db)
  return rows.length > 0
}
