import { sql } from 'kysely'
import { applicationRef, type ApplicationRun } from '../contracts/application.js'
import type { Store } from './store.js'

/** Returns the course integrations that people have declared completed in these runs. */
export async function completionOverrides(
  { db }: Store,
  programId: number,
  runs: readonly ApplicationRun[],
): Promise<(run: ApplicationRun) => number[]> {
  const { rows } = await sql<{ studentId: number; run: number; courseIntegrationId: number }>`
    select student_id as "studentId", run, (facts #>> '{command,courseIntegrationId}')::integer as "courseIntegrationId"
    from transition
    where program_id = ${programId} and student_id = any(${runs.map(({ studentId }) => studentId)}::integer[])
      and flow = 'progress' and facts #>> '{command,courseIntegrationId}' is not null
  `.execute(db)
  const key = (run: ApplicationRun) => `${applicationRef(run)}/${run.run}`
  const overridden = new Map<string, number[]>()
  for (const { courseIntegrationId, ...row } of rows) {
    const of = key({ programId, ...row })
    overridden.set(of, [...(overridden.get(of) ?? []), courseIntegrationId])
  }
  return (run) => overridden.get(key(run)) ?? []
}
