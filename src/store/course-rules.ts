import { type Selectable, sql, type Transaction } from 'kysely'
import { courseRulesAlarm } from '../alarms/alarm-keys.js'
import {
  changedCourseRules,
  mustBeHeld,
  type CourseChanges,
  type CourseRule,
  type CourseRulesDecision,
} from '../domain/course-rules.js'
import { clearAlarm } from './alarms.js'
import { appendAudit } from './audit.js'
import { noticeStudents } from './changed-students.js'
import type { Database } from './database.js'
import { forgetSnapshots } from './last-notified.js'
import type { Store } from './store.js'
import type { CourseRulesTables } from './tables/course-rules.js'

/** The register of what the courses of programs ask for: a version for each change in Odoo. */
export type CourseRulesVersion = Selectable<CourseRulesTables['course_rules']>

/** By program and version. */
export type KnownCourseRules = ReadonlyMap<number, ReadonlyMap<number, readonly CourseRule[]>>

/** Returns the versions that any training in progress is under. One query. */
export async function courseRulesInUse({ db }: Store): Promise<KnownCourseRules> {
  const { rows } = await sql<Pick<CourseRulesVersion, 'program_id' | 'version' | 'rules'>>`
    select program_id, version, rules from course_rules
    where exists (select from application
      where application.program_id = course_rules.program_id and ended_at is null
        and application.course_rules_version = course_rules.version)
  `.execute(db)
  const known = new Map<number, Map<number, readonly CourseRule[]>>()
  for (const { program_id: programId, version, rules } of rows) {
    const versions = known.get(programId) ?? new Map<number, readonly CourseRule[]>()
    known.set(programId, versions.set(version, rules))
  }
  return known
}

/** Returns the rules that a training is under; null: those that Odoo has. */
export async function courseRulesOfRun(
  { db }: Store,
  {
    programId,
    studentId,
    run,
  }: { readonly programId: number; readonly studentId: number; readonly run: number },
): Promise<readonly CourseRule[] | null> {
  const row = await db
    .selectFrom('course_rules')
    .innerJoin('application', (join) =>
      join
        .onRef('application.program_id', '=', 'course_rules.program_id')
        .onRef('application.course_rules_version', '=', 'course_rules.version'),
    )
    .select('rules')
    .where('application.program_id', '=', programId)
    .where('application.student_id', '=', studentId)
    .where('application.run', '=', run)
    .where('application.ended_at', 'is', null)
    .executeTakeFirst()
  return row?.rules ?? null
}

/** Whether a training is in progress in a program of which no version was noticed yet. */
export async function lacksCourseRules({ db }: Store): Promise<boolean> {
  const { rows } = await sql<{ lacks: boolean }>`
    select exists (select from application
      where ended_at is null and training_started_at is not null
        and not exists (select from course_rules where program_id = application.program_id)) as lacks
  `.execute(db)
  return rows[0]?.lacks === true
}

/**
 * Enters what Odoo has now, if it differs from the newest version, and says which trainings follow
 * it. Returns the version where a person must decide; null: there is nothing new to decide.
 */
export async function noticeCourseRules(
  { db }: Store,
  programId: number,
  rules: readonly CourseRule[],
  changes: CourseChanges,
): Promise<number | null> {
  return db.transaction().execute(async (transaction) => {
    await lock(transaction, programId)
    const newest = await newestVersion(transaction, programId)
    if (newest === undefined) {
      await enter(transaction, programId, 1, rules, 'first')
      await moveTrainings(transaction, programId, 1, null)
      return null
    }
    if (changedCourseRules(newest.rules, rules).length === 0) return null
    const version = newest.version + 1
    // Those whose training the register did not know to have begun.
    await moveTrainings(transaction, programId, newest.version, null)
    if (changes === 'apply') await moveTrainings(transaction, programId, version, 'all')
    else
      for (const under of await versionsInUse(transaction, programId))
        if (!mustBeHeld(under.rules, rules))
          await moveTrainings(transaction, programId, version, under.version)
    const held = await countHeld(transaction, programId, version)
    const isQuestion = mustBeHeld(newest.rules, rules)
    const decision = decisionOn({ changes, held, isQuestion, wasOpen: newest.decision === 'open' })
    if (newest.decision === 'open')
      await transaction
        .updateTable('course_rules')
        .set({ decision: 'superseded' })
        .where('program_id', '=', programId)
        .where('version', '=', newest.version)
        .execute()
    await enter(transaction, programId, version, rules, decision)
    if (decision !== 'open') await clearAlarm({ db: transaction }, courseRulesAlarm(programId))
    return decision === 'open' ? version : null
  })
}

function decisionOn(change: {
  readonly changes: CourseChanges
  /** Trainings that stay on an earlier version. */
  readonly held: number
  readonly isQuestion: boolean
  readonly wasOpen: boolean
}): CourseRulesDecision {
  const { changes, held, isQuestion, wasOpen } = change
  if (changes === 'hold' && held > 0 && (isQuestion || wasOpen)) return 'open'
  return changes === 'apply' || !isQuestion ? 'at_once' : 'nobody'
}

/** Programs are noticed and decided about one after the other, in whichever process. */
const lock = (db: Transaction<Database>, programId: number) =>
  sql`select pg_advisory_xact_lock(7150190, ${programId})`.execute(db)

const newestVersion = (db: Store['db'], programId: number) =>
  db
    .selectFrom('course_rules')
    .selectAll()
    .where('program_id', '=', programId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

const versionsInUse = async (db: Store['db'], programId: number) =>
  (
    await sql<Pick<CourseRulesVersion, 'version' | 'rules'>>`
      select version, rules from course_rules where program_id = ${programId} and version in (
        select course_rules_version from application where program_id = ${programId} and ended_at is null)
    `.execute(db)
  ).rows

const enter = (
  db: Store['db'],
  programId: number,
  version: number,
  rules: readonly CourseRule[],
  decision: CourseRulesDecision,
) =>
  db
    .insertInto('course_rules')
    .values({
      ...{ program_id: programId, version, rules: JSON.stringify(rules), decision },
      ...{ decided_by: null, decided_at: null, reason: null, dry_run_id: null },
    })
    .execute()

/** `under`: a version, any version, or null for trainings of which no version is known. */
async function moveTrainings(
  db: Store['db'],
  programId: number,
  version: number,
  under: number | 'all' | null,
): Promise<number[]> {
  const rows = await db
    .updateTable('application')
    .set({ course_rules_version: version })
    .where('program_id', '=', programId)
    .where('ended_at', 'is', null)
    .where('training_started_at', 'is not', null)
    .where(
      under === 'all'
        ? sql<boolean>`course_rules_version is distinct from ${version}`
        : sql<boolean>`course_rules_version is not distinct from ${under}`,
    )
    .returning('student_id')
    .execute()
  return rows.map((row) => row.student_id)
}

/** Trainings in progress under an earlier version than this one. */
export async function countHeld(db: Store['db'], programId: number, version: number): Promise<number> {
  const row = await db
    .selectFrom('application')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('program_id', '=', programId)
    .where('ended_at', 'is', null)
    .where('training_started_at', 'is not', null)
    .where('course_rules_version', '<', version)
    .executeTakeFirst()
  return row?.count ?? 0
}

/** Returns the newest version of a program; 0: none was noticed yet. */
export const newestCourseRules = async ({ db }: Store, programId: number): Promise<number> =>
  (await newestVersion(db, programId))?.version ?? 0

/** Returns how many trainings in progress are under each version of a program. */
export async function trainingsByCourseRules(
  { db }: Store,
  programId: number,
): Promise<{ readonly version: number; readonly count: number }[]> {
  const rows = await db
    .selectFrom('application')
    .select(({ fn }) => ['course_rules_version', fn.countAll<number>().as('count')])
    .where('program_id', '=', programId)
    .where('ended_at', 'is', null)
    .where('training_started_at', 'is not', null)
    .where('course_rules_version', 'is not', null)
    .groupBy('course_rules_version')
    .orderBy('course_rules_version')
    .execute()
  return rows.map((row) => ({ version: row.course_rules_version ?? 0, count: row.count }))
}

/** Returns the versions of a program, newest first. */
export const listCourseRules = (
  { db }: Store,
  programId: number,
  limit: number,
): Promise<CourseRulesVersion[]> =>
  db
    .selectFrom('course_rules')
    .selectAll()
    .where('program_id', '=', programId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()

/** Returns the programs with a change that a person has not decided about. */
export async function programsWithOpenRules({ db }: Store): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('course_rules')
    .select('program_id')
    .where('decision', '=', 'open')
    .execute()
  return new Set(rows.map((row) => row.program_id))
}

export async function noteDryRun(
  { db }: Store,
  {
    programId,
    version,
    dryRunId,
  }: { readonly programId: number; readonly version: number; readonly dryRunId: number },
): Promise<void> {
  await db
    .updateTable('course_rules')
    .set({ dry_run_id: dryRunId })
    .where('program_id', '=', programId)
    .where('version', '=', version)
    .execute()
}

export interface CourseRulesAnswer {
  readonly programId: number
  /** The newest version, as whoever decides has seen it. */
  readonly version: number
  readonly decision: 'applied' | 'new_only'
  readonly author: string
  readonly reason: string
}

/**
 * Decides about a change. `applied`: all trainings in progress follow it from now on, also those
 * that were kept on earlier versions; the next page reads their students again. `new_only` can be
 * followed by `applied` later. Returns how many trainings move; `stale`: there is a newer version;
 * `decided`: nobody is on an earlier version, or the answer is the same. Repeated, it changes
 * nothing.
 */
export async function decideCourseRules(
  { db }: Store,
  { programId, version, decision, author, reason }: CourseRulesAnswer,
): Promise<number | 'stale' | 'decided'> {
  return db.transaction().execute(async (transaction) => {
    await lock(transaction, programId)
    const newest = await newestVersion(transaction, programId)
    if (newest?.version !== version) return 'stale'
    const mayApply =
      newest.decision === 'open' || newest.decision === 'new_only' || newest.decision === 'at_once'
    const held = await countHeld(transaction, programId, version)
    if (held === 0 || (decision === 'new_only' ? newest.decision !== 'open' : !mayApply)) return 'decided'
    const students = decision === 'applied' ? await moveTrainings(transaction, programId, version, 'all') : []
    await transaction
      .updateTable('course_rules')
      .set({ decision, decided_by: author, decided_at: sql<Date>`now()`, reason })
      .where('program_id', '=', programId)
      .where('version', '=', version)
      .execute()
    await forgetSnapshots(transaction, programId, students)
    await noticeStudents(transaction, students, 'sweep')
    await clearAlarm({ db: transaction }, courseRulesAlarm(programId))
    await appendAudit(transaction, {
      actor: author,
      action: 'decide_course_rules',
      entity: 'course_rules',
      entityId: `${programId}/${version}`,
      programId,
      before: { decision: newest.decision, held },
      after: { decision, moved: students.length },
    })
    return students.length
  })
}
