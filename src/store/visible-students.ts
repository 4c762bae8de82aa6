import { type RawBuilder, sql } from 'kysely'
import type { Store } from './store.js'

/** A condition: the student whose id is in `column` is one of the agent's. */
export const isStudentOf = (agentId: number, column: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from person where person.student_id = ${sql.ref(column)} and person.agent_id = ${agentId})`

/** Returns whether Odoo assigns the student to the agent, as of the last sync. */
export async function isAgentOf({ db }: Store, agentId: number, studentId: number): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('student_id')
    .where('student_id', '=', studentId)
    .where('agent_id', '=', agentId)
    .executeTakeFirst()
  return row !== undefined
}
