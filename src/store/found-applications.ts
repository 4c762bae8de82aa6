import { sql, type Transaction } from 'kysely'
import type { BrakeCount } from '../domain/intake.js'
import type { Database } from './database.js'
import type { ProgramIntake } from './intakes.js'
import type { Store } from './store.js'

/**
 * The applications that the sync has found, for the brake. Except for the lists, everything expects
 * that the program's intake is locked.
 */
type Db = Transaction<Database>

/** Enters applications that are not known yet; they wait. Returns which of these may begin. */
export async function enterFound(
  db: Db,
  { programId, studentIds }: { readonly programId: number; readonly studentIds: readonly number[] },
): Promise<{ readonly admitted: number[]; readonly waiting: number[] }> {
  const { rows } = await sql<{ studentId: number; isAdmitted: boolean }>`
    insert into found_application (program_id, student_id)
    select ${programId}, unnest(${[...studentIds]}::integer[])
    on conflict (program_id, student_id) do update set found_at = found_application.found_at
    returning student_id as "studentId", admitted_at is not null as "isAdmitted"
  `.execute(db)
  const idsOf = (isAdmitted: boolean) =>
    rows.filter((row) => row.isAdmitted === isAdmitted).map(({ studentId }) => studentId)
  return { admitted: idsOf(true), waiting: idsOf(false) }
}

/** `claim`: its students are being decided, so they are not among those who may follow. */
export async function countFound(
  db: Db,
  { programId, version, accepted }: ProgramIntake,
  {
    limit,
    tickSeconds,
    claim = '',
  }: { readonly limit: number; readonly tickSeconds: number; readonly claim?: string },
): Promise<BrakeCount> {
  const { rows } = await sql<Pick<BrakeCount, 'found' | 'total' | 'mayFollow'>>`
    select
      (select count(*) from found_application
        where program_id = ${programId} and (admitted_at is null or not was_accepted
          and found_at > now() - make_interval(secs => ${tickSeconds}))) as found,
      (select count(*) from found_application where program_id = ${programId} and admitted_at is null)
        + coalesce((select counted from intake_state
            where program_id = ${programId} and counted_version = ${version}), 0) as total,
      (select count(*) from (
        select from changed_student
        where claim is distinct from ${claim}
          and not exists (select from application
            where program_id = ${programId} and student_id = changed_student.student_id)
          and not exists (select from found_application
            where program_id = ${programId} and student_id = changed_student.student_id)
        limit ${Math.max(limit, accepted) + 1}) as following) as "mayFollow"
  `.execute(db)
  const [row] = rows
  if (!row) throw new Error('A query without a row.')
  return { ...row, limit, accepted }
}

/** Lets these begin, and counts them for the version of the intake. */
export async function admit(
  db: Db,
  { programId, version }: ProgramIntake,
  { studentIds, wasAccepted }: { readonly studentIds: readonly number[]; readonly wasAccepted: boolean },
): Promise<void> {
  await db
    .updateTable('found_application')
    .set({ admitted_at: sql<Date>`now()`, was_accepted: wasAccepted })
    .where('program_id', '=', programId)
    .where('student_id', 'in', studentIds)
    .execute()
  await sql`
    update intake_state set counted_version = ${version},
      counted = ${studentIds.length} + case when counted_version = ${version} then counted else 0 end
    where program_id = ${programId}
  `.execute(db)
}

export async function waitingStudents(db: Db, programId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('found_application')
    .select('student_id')
    .where('program_id', '=', programId)
    .where('admitted_at', 'is', null)
    .orderBy('student_id')
    .execute()
  return rows.map((row) => row.student_id)
}

/** Forgets those that wait: they are found again once the intake is on. */
export async function dropWaiting(db: Db, programId: number): Promise<void> {
  await db
    .deleteFrom('found_application')
    .where('program_id', '=', programId)
    .where('admitted_at', 'is', null)
    .execute()
}

export async function programsWithWaiting({ db }: Store): Promise<number[]> {
  const rows = await db
    .selectFrom('found_application')
    .select('program_id')
    .distinct()
    .where('admitted_at', 'is', null)
    .orderBy('program_id')
    .execute()
  return rows.map((row) => row.program_id)
}

/** Removes those that have begun and that no tick counts any more. */
export async function pruneFound(
  { db }: Store,
  { tickSeconds }: { readonly tickSeconds: number },
): Promise<void> {
  await sql`
    delete from found_application as found
    where admitted_at < now() - make_interval(secs => ${tickSeconds})
      and (admitted_at < now() - interval '1 day' or exists (select from application
        where program_id = found.program_id and student_id = found.student_id))
  `.execute(db)
}
