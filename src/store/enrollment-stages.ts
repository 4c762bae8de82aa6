import { sql } from 'kysely'
import type { Store } from './store.js'

/**
 * Returns those students of a program whose enrollment has no verdict that counts yet: it has just
 * begun, or waits for a review.
 */
export async function studentsBeforeVerdict(
  { db }: Store,
  programId: number,
  studentIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('flow_state')
    .select('student_id')
    .where('program_id', '=', programId)
    .where('student_id', '=', sql<number>`any(${[...studentIds]}::integer[])`)
    .where('flow', '=', 'enrollment')
    .where('closed', '=', false)
    .where('stage', 'in', ['received', 'review'])
    .execute()
  return new Set(rows.map((row) => row.student_id))
}
