import { sql } from 'kysely'
import type { BulkFilter } from '../contracts/bulk-operation.js'
import type { Store } from './store.js'

/** Returns the students whose applications match, as far as we know without Odoo, by rising id. */
export async function applicationsMatching(
  { db }: Store,
  { programId, studentIds, stage, taskKind }: BulkFilter,
): Promise<number[]> {
  let query = db
    .selectFrom('application_status')
    .select('student_id')
    .where('program_id', '=', programId)
    .orderBy('student_id')
  if (studentIds !== undefined)
    query = query.where(sql<boolean>`student_id = any(${[...studentIds]}::integer[])`)
  if (stage !== undefined) query = query.where('stage', '=', stage)
  if (taskKind !== undefined)
    query = query.where(
      sql<boolean>`exists (select from flow_state where flow_state.program_id = application_status.program_id
        and flow_state.student_id = application_status.student_id and flow_state.task ->> 'kind' = ${taskKind})`,
    )
  return (await query.execute()).map((row) => row.student_id)
}

/** Returns where the applications of these students stand, by rising id. */
export const statusesOf = ({ db }: Store, programId: number, studentIds: readonly number[]) =>
  db
    .selectFrom('application_status')
    .select(['student_id', 'run', 'flow', 'stage', 'closed'])
    .where('program_id', '=', programId)
    .where(sql<boolean>`student_id = any(${[...studentIds]}::integer[])`)
    .orderBy('student_id')
    .execute()
