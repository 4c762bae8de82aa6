import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Application, ApplicationRun } from '../contracts/application.js'
import { isSamePerson, type Person } from '../domain/same-person.js'
import type { Database } from './database.js'
import { personColumns } from './remembered-people.js'
import type { Store } from './store.js'
import type { ApplicationTables } from './tables/applications.js'

/**
 * The register of applications: which runs there were, and how each ended. Not part of the read
 * model: Temporal forgets closed workflows, but a closed application must stay closed.
 */
export interface RegisteredRun extends ApplicationRun {
  /** Of the program's policy, for the whole run. */
  readonly policyVersion: number
  readonly trainingStarted: boolean
  /** Of the program’s course rules, during the training; null: as Odoo has them. */
  readonly courseRulesVersion: number | null
  /** Whether the run took over a training that was in progress before. */
  readonly adopted: boolean
  /** null: the run is open. */
  readonly endedStage: string | null
  /** Whom the run is about, as far as it is known. */
  readonly person: Person
  /** Number of the person among those who have had this student id. */
  readonly personNumber: number
}

type Row = Selectable<ApplicationTables['application']>

const registered = (row: Row): RegisteredRun => ({
  programId: row.program_id,
  studentId: row.student_id,
  run: row.run,
  policyVersion: row.policy_version,
  trainingStarted: row.training_started_at !== null,
  courseRulesVersion: row.course_rules_version,
  adopted: row.adopted,
  endedStage: row.ended_stage,
  person: {
    createdAt: row.student_created_at && wholeSeconds(row.student_created_at),
    mailboxHash: row.mailbox_hash,
    databaseUuid: row.database_uuid,
  },
  personNumber: row.person,
})

/** As the Odoo client writes instants. */
export const wholeSeconds = (instant: Date) => instant.toISOString().replace(/\.\d+Z$/, 'Z')

/** Returns one run; undefined if the register does not have it. */
export async function registeredRun(
  store: Store,
  { programId, studentId, run }: ApplicationRun,
): Promise<RegisteredRun | undefined> {
  const row = await store.db
    .selectFrom('application')
    .selectAll()
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where('run', '=', run)
    .executeTakeFirst()
  return row && registered(row)
}

/** Returns the latest run of an application; undefined if it never ran. */
export async function latestRun(
  store: Store,
  { programId, studentId }: Application,
): Promise<RegisteredRun | undefined> {
  const row = await store.db
    .selectFrom('application')
    .selectAll()
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .orderBy('run', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && registered(row)
}

/** Returns the number of the latest run of one of the people who have had the student id. */
export async function latestRunOfPerson(
  store: Store,
  { programId, studentId, personNumber }: Application & { readonly personNumber: number },
): Promise<number> {
  const row = await store.db
    .selectFrom('application')
    .select(({ fn }) => fn.max('run').as('run'))
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where('person', '=', personNumber)
    .executeTakeFirst()
  return row?.run ?? 1
}

/** Returns the latest run of each application of these students. */
export async function latestRunsOf(store: Store, studentIds: readonly number[]): Promise<RegisteredRun[]> {
  if (studentIds.length === 0) return []
  const rows = await store.db
    .selectFrom('application')
    .selectAll()
    .distinctOn(['program_id', 'student_id'])
    .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .orderBy('program_id')
    .orderBy('student_id')
    .orderBy('run', 'desc')
    .execute()
  return rows.map(registered)
}

/** Returns the students whose latest run in the program is open, by rising id. */
export async function studentsWithOpenRun({ db }: Store, programId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('application')
    .select('student_id')
    .where('program_id', '=', programId)
    .where('ended_at', 'is', null)
    .orderBy('student_id')
    .execute()
  return [...new Set(rows.map((row) => row.student_id))]
}

/** Returns the programs that a student ever applied to, by rising id. */
export async function programsOf({ db }: Store, studentId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select program_id as id from application where student_id = ${studentId}
    union select program_id from application_status where student_id = ${studentId}
    order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Returns the programs that anybody ever applied to. */
export async function programsWithApplications({ db }: Store): Promise<number[]> {
  const rows = await db.selectFrom('application').select('program_id').distinct().execute()
  return rows.map((row) => row.program_id)
}

/** The newest version of a program's policy, or the newest of a moment. */
export const newestPolicyVersion = (
  programId: RawBuilder<unknown>,
  at = sql`now()`,
): RawBuilder<number> => sql`
  coalesce((
    select max(version) from policy where program_id = ${programId} and created_at <= ${at}
  ), 0)`

/** A run to be entered. */
export interface NewRun extends ApplicationRun {
  readonly origin: 'sweep' | 'api'
  /** Absent: no. */
  readonly adopted?: boolean
  /** Whom it is about. */
  readonly person: Person
  /** The run before it. */
  readonly previous: RegisteredRun | undefined
}

/**
 * Enters a run under the newest policy of its program. Returns false if somebody else has entered
 * it already: exactly one caller may start it. Nothing of another person's run before it is
 * carried over.
 */
export async function enterRun(
  store: Store,
  { programId, studentId, run, origin, adopted = false, person, previous }: NewRun,
): Promise<boolean> {
  const isNewcomer = previous !== undefined && !isSamePerson(previous.person, person)
  const personNumber = (previous?.personNumber ?? 1) + (isNewcomer ? 1 : 0)
  return store.db.transaction().execute(async (db) => {
    const entered = await db
      .insertInto('application')
      .values({
        program_id: programId,
        student_id: studentId,
        run,
        origin,
        policy_version: newestPolicyVersion(sql.val(programId)),
        training_started_at: null,
        ended_at: null,
        ended_stage: null,
        ...personColumns(person),
        person: personNumber,
        another_person_since: null,
        adopted,
      })
      .onConflict((row) => row.columns(['program_id', 'student_id', 'run']).doNothing())
      .returning('run')
      .executeTakeFirst()
    if (entered === undefined) return false
    if (isNewcomer)
      for (const table of ['last_notified', 'progress_number'] as const)
        await db
          .deleteFrom(table)
          .where('program_id', '=', programId)
          .where('student_id', '=', studentId)
          .execute()
    return true
  })
}

/** Ends a run whose workflow could not record its own end. */
export async function endRun(
  store: Store,
  { programId, studentId, run }: ApplicationRun,
  stage: string,
): Promise<void> {
  await store.db
    .updateTable('application')
    .set({ ended_at: new Date(), ended_stage: stage })
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where('run', '=', run)
    .where('ended_at', 'is', null)
    .execute()
}

/**
 * Brings the register up to date with the recorded steps of these runs. `recorded` has the columns
 * `program_id`, `student_id` and `run`. The training decides how a run ended once there is one.
 * A recorded end that turns out never to have happened is taken back, so the newest steps decide.
 */
export async function updateRuns(db: Kysely<Database>, recorded: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into application
      (program_id, student_id, run, started_at, policy_version, training_started_at, course_rules_version,
        ended_at, ended_stage)
    select runs.program_id, runs.student_id, runs.run, runs.started_at,
      ${newestPolicyVersion(sql.ref('runs.program_id'), sql.ref('runs.started_at'))},
      training.started_at,
      case when training.started_at is not null then (
        select max(version) from course_rules where course_rules.program_id = runs.program_id) end,
      case when latest.ended then latest.at end,
      case when latest.ended then latest.stage end
    from (
      select program_id, student_id, run, min(at) as started_at
      from transition
      where (program_id, student_id, run) in (select program_id, student_id, run from ${recorded})
        and flow in ('enrollment', 'progress')
      group by program_id, student_id, run
    ) runs
    cross join lateral (
      select min(at) as started_at
      from transition t
      where t.program_id = runs.program_id and t.student_id = runs.student_id and t.run = runs.run
        and (t.flow = 'progress' or t.stage = 'training_started')
    ) training
    cross join lateral (
      select t.at, t.stage, t.closed and t.stage <> 'training_started' as ended
      from transition t
      where t.program_id = runs.program_id and t.student_id = runs.student_id and t.run = runs.run
        and t.flow in ('enrollment', 'progress')
      order by t.flow = 'progress' desc, t.run_epoch desc, t.seq desc
      limit 1
    ) latest
    order by runs.program_id, runs.student_id, runs.run
    on conflict (program_id, student_id, run) do update set
      training_started_at = coalesce(application.training_started_at, excluded.training_started_at),
      course_rules_version = coalesce(application.course_rules_version, excluded.course_rules_version),
      ended_at = excluded.ended_at,
      ended_stage = excluded.ended_stage`.execute(db)
}
