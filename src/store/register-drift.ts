import { sql } from 'kysely'
import type { ApplicationRun } from '../contracts/application.js'
import type { Store } from './store.js'

/** Contradictions between our own tables, for reconciliation. Odoo is not asked. */

export interface DuplicateTracker {
  readonly trackerId: number
  readonly studentId: number
}

/**
 * Returns the trackers of students who have an older one in the same course, without those that the
 * run has found deleted. `course`: which of the grouping values names the course.
 */
export async function duplicateTrackers(
  { db }: Store,
  model: string,
  { course, runId }: { readonly course: number; readonly runId: number },
): Promise<DuplicateTracker[]> {
  const { rows } = await sql<DuplicateTracker>`
    select "trackerId", "studentId" from (
      select record_id as "trackerId", student_id as "studentId",
        row_number() over (partition by student_id, group_key::jsonb -> ${course}::integer order by record_id) as place
      from known_version
      where model = ${model} and student_id is not null and group_key is not null and not exists (
        select from drift where run_id = ${runId} and drift.model = known_version.model
          and drift.record_id = known_version.record_id and class = 'deleted')
    ) tracker where place > 1 order by 1
  `.execute(db)
  return rows
}

export interface ExtraTracker extends DuplicateTracker {
  readonly programId: number
}

/** Returns the trackers that we have numbers of, but do not know. */
export async function extraTrackers({ db }: Store, model: string): Promise<ExtraTracker[]> {
  const { rows } = await sql<ExtraTracker>`
    select tracker_id as "trackerId", student_id as "studentId", program_id as "programId"
    from progress_number
    where not exists (
      select from known_version where model = ${model} and record_id = progress_number.tracker_id)
    order by 1
  `.execute(db)
  return rows
}

/** Returns the open runs whose student we do not know. */
export async function runsWithoutStudent({ db }: Store, model: string): Promise<ApplicationRun[]> {
  const { rows } = await sql<ApplicationRun>`
    select program_id as "programId", student_id as "studentId", run
    from application
    where ended_at is null and not exists (
      select from known_version where model = ${model} and record_id = application.student_id)
    order by 1, 2
  `.execute(db)
  return rows
}

export interface UnfinishedCertificate extends ApplicationRun {
  readonly version: number
  readonly odooCertificateId: number | null
}

/** Returns the certificates that were issued before `until` in runs that are open. */
export async function certificatesOfOpenRuns({ db }: Store, until: Date): Promise<UnfinishedCertificate[]> {
  const { rows } = await sql<UnfinishedCertificate>`
    select c.program_id as "programId", c.student_id as "studentId", a.run, c.version,
      c.odoo_certificate_id as "odooCertificateId"
    from certificate c
    join application a on a.program_id = c.program_id and a.student_id = c.student_id and a.person = c.person
    where a.ended_at is null and c.state = 'valid' and c.issued_at < ${until}
      and c.issued_at >= a.started_at
    order by 1, 2
  `.execute(db)
  return rows
}
