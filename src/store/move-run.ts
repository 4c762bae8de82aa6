import type { ApplicationRun } from '../contracts/application.js'
import { noticeStudents } from './changed-students.js'
import { forgetSnapshot } from './last-notified.js'
import type { Store } from './store.js'

/** `changed`: the run is under another version than the caller has seen. */
export type MovedRun = 'moved' | 'already' | 'ended' | 'changed'

/**
 * Moves an open run to another version of the policy. The next page reads the student again under
 * it and notifies the workflow, whatever it finds. Repeated, it changes nothing.
 */
export async function moveRun(
  { db }: Store,
  run: ApplicationRun,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<MovedRun> {
  const { programId, studentId } = run
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('application')
      .select(['policy_version', 'ended_at'])
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .where('run', '=', run.run)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined || row.ended_at !== null) return 'ended'
    if (row.policy_version === to) return 'already'
    if (row.policy_version !== from) return 'changed'
    await transaction
      .updateTable('application')
      .set({ policy_version: to })
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .where('run', '=', run.run)
      .execute()
    await forgetSnapshot(transaction, run)
    await noticeStudents(transaction, [studentId], 'sweep')
    return 'moved'
  })
}
