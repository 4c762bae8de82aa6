import { sql } from 'kysely'
import type { ApplicationRun } from '../contracts/application.js'
import type { Store } from './store.js'

export interface RunToMove extends ApplicationRun {
  readonly policyVersion: number
}

/**
 * Returns the open runs of a program that a move to a version of its policy concerns, by rising id
 * of the student. Forward, those are all under an earlier version. Back, only those that began
 * before the next version was written: nobody is put under rules that they never had. Runs that
 * were moved to the version before belong to it, too, because the move may have been killed before
 * their workflows knew.
 */
export async function runsToMove(
  { db }: Store,
  { programId, to }: { readonly programId: number; readonly to: number },
): Promise<RunToMove[]> {
  const writtenAt = (version: number) =>
    sql`(select created_at from policy where program_id = ${programId} and version = ${version})`
  const { rows } = await sql<RunToMove>`
    select program_id as "programId", student_id as "studentId", run, policy_version as "policyVersion"
    from application
    where program_id = ${programId} and ended_at is null and (
      policy_version < ${to}
      or policy_version > ${to} and started_at < coalesce(${writtenAt(to + 1)}, 'infinity')
      or policy_version = ${to} and (
        started_at < coalesce(${writtenAt(to)}, '-infinity')
        or exists (select from transition
          where transition.program_id = application.program_id
            and transition.student_id = application.student_id
            and transition.run = application.run and transition.facts ? 'policy')))
    order by student_id
  `.execute(db)
  return rows
}
