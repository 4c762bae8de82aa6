import { type ApplicationRun, applicationRef } from '../contracts/application.js'
import { appendAudit } from './audit.js'
import { noticeStudents } from './changed-students.js'
import { forgetSnapshot } from './last-notified.js'
import type { Store } from './store.js'

/** `changed`: the run is under another version than the caller has seen. */
export type MovedRun = 'moved' | 'already' | 'ended' | 'changed'

interface PolicyMove {
  readonly from: number
  readonly to: number
  readonly by: string
  readonly commandId: string
}

/**
 * Moves an open run to another version of the policy. The next page reads the student again under
 * it and notifies the workflow, whatever it finds. Repeated, it changes nothing.
 */
export async function moveRun(
  { db }: Store,
  run: ApplicationRun,
  { from, to, by, commandId }: PolicyMove,
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
    await appendAudit(transaction, {
      actor: by,
      action: 'move_to_policy',
      entity: 'application',
      entityId: applicationRef(run),
      programId,
      studentId,
      commandId,
      before: { policyVersion: from },
      after: { policyVersion: to },
    })
    return 'moved'
  })
}
