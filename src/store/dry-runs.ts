import { type Selectable, sql } from 'kysely'
import type { PolicyDocument } from '../domain/policy.js'
import {
  RULE_CHANGES,
  type Concerned,
  type ProposedRules,
  type RuleChange,
  type RuleChangeKind,
} from '../domain/rule-change.js'
import { fingerprint } from '../hash.js'
import type { Store } from './store.js'
import type { DryRunState, DryRunTables } from './tables/dry-runs.js'

/** A comparison of proposed rules with the present ones. */
export interface DryRun extends ProposedRules {
  readonly id: number
  readonly programId: number
  /** The newest version of the policy when it was made. */
  readonly basedOn: number
  /** Equal for equal rules on the same version. */
  readonly hash: string
  /**
   * The version of the program’s course rules that students in training would follow from now on;
   * null: they keep theirs.
   */
  readonly courseRulesVersion: number | null
  readonly author: string
  readonly state: DryRunState
  readonly failureType: string | null
  /** null: not finished. */
  readonly students: number | null
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** Dry runs of a program that are kept. */
const KEPT = 10

/** Enters a dry run and returns its id. Only the last ones of the program are kept. */
export async function enterDryRun(
  { db }: Store,
  rules: ProposedRules &
    Pick<DryRun, 'programId' | 'basedOn' | 'author'> &
    Partial<Pick<DryRun, 'courseRulesVersion'>>,
): Promise<number> {
  const { programId, basedOn, policy, courses, courseRulesVersion = null, author } = rules
  return db.transaction().execute(async (transaction) => {
    const { id } = await transaction
      .insertInto('dry_run')
      .values({
        program_id: programId,
        based_on: basedOn,
        policy: policy === null ? null : JSON.stringify(policy),
        courses: JSON.stringify(courses),
        course_rules_version: courseRulesVersion,
        hash: hashOf({ policy, courses, basedOn, courseRulesVersion }),
        author,
        failure_type: null,
        students: null,
        finished_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await sql`
      delete from dry_run where id in (
        select id from dry_run where program_id = ${programId} order by id desc offset ${KEPT})
    `.execute(transaction)
    return id
  })
}

const hashOf = ({
  policy,
  courses,
  courseRulesVersion,
  basedOn,
}: ProposedRules & Pick<DryRun, 'basedOn' | 'courseRulesVersion'>) =>
  fingerprint([
    ...[inOrder(policy), inOrder(courses), basedOn],
    ...(courseRulesVersion === null ? [] : [courseRulesVersion]),
  ])

/** With the members in one order: `jsonb` and callers have others. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, inOrder(member)])
}

/** Whether a dry run was made for exactly this policy, alone, on this version. */
export const isDryRunOf = (
  { hash, state }: DryRun,
  { policy, basedOn }: { readonly policy: PolicyDocument; readonly basedOn: number },
): boolean =>
  state === 'completed' && hash === hashOf({ policy, courses: [], courseRulesVersion: null, basedOn })

const COLUMNS = [
  'id',
  'program_id as programId',
  'based_on as basedOn',
  'policy',
  'courses',
  'course_rules_version as courseRulesVersion',
  'hash',
  'author',
  'state',
  'failure_type as failureType',
  'students',
  'started_at as startedAt',
  'finished_at as finishedAt',
] as const

export async function dryRunById({ db }: Store, id: number): Promise<DryRun | undefined> {
  return db.selectFrom('dry_run').select(COLUMNS).where('id', '=', id).executeTakeFirst()
}

/** Returns the dry runs of a program that are kept, newest first. */
export async function lastDryRuns({ db }: Store, programId: number): Promise<DryRun[]> {
  return db
    .selectFrom('dry_run')
    .select(COLUMNS)
    .where('program_id', '=', programId)
    .orderBy('id', 'desc')
    .execute()
}

/** A consequence for a student. */
export interface StudentRuleChange extends RuleChange {
  readonly studentId: number
  readonly concerned: Concerned
}

/** Removes what an earlier attempt has found. */
export async function restartDryRun({ db }: Store, id: number): Promise<void> {
  await db.deleteFrom('dry_run_change').where('dry_run_id', '=', id).execute()
}

export async function saveRuleChanges(
  { db }: Store,
  id: number,
  changes: readonly StudentRuleChange[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ studentId, courseIntegrationId, ...change }) => ({
    dry_run_id: id,
    student_id: studentId,
    course_integration_id: courseIntegrationId ?? 0,
    ...change,
  }))
  await sql`
    insert into dry_run_change
    select * from jsonb_populate_recordset(null::dry_run_change, ${JSON.stringify(rows)})
  `.execute(db)
}

export async function endDryRun(
  { db }: Store,
  id: number,
  end: { readonly students: number } | { readonly failureType: string },
): Promise<void> {
  await db
    .updateTable('dry_run')
    .set({
      state: 'failureType' in end ? 'failed' : 'completed',
      finished_at: sql<Date>`now()`,
      ...('failureType' in end ? { failure_type: end.failureType } : { students: end.students }),
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** Consequences by kind. */
export async function countRuleChanges({ db }: Store, id: number): Promise<Record<RuleChangeKind, number>> {
  const rows = await db
    .selectFrom('dry_run_change')
    .select((e) => ['kind', e.fn.countAll<number>().as('count')])
    .where('dry_run_id', '=', id)
    .groupBy('kind')
    .execute()
  const counts = new Map(rows.map(({ kind, count }) => [kind, count]))
  return Object.fromEntries(RULE_CHANGES.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<
    RuleChangeKind,
    number
  >
}

/** After this consequence a page begins. */
export type ChangePosition = readonly [kind: string, studentId: number, courseIntegrationId: number]

/** Returns consequences, by kind and student. */
export async function listRuleChanges(
  { db }: Store,
  id: number,
  page: { readonly limit: number; readonly after?: ChangePosition; readonly kind?: RuleChangeKind },
): Promise<StudentRuleChange[]> {
  let query = db.selectFrom('dry_run_change').selectAll().where('dry_run_id', '=', id)
  if (page.kind !== undefined) query = query.where('kind', '=', page.kind)
  if (page.after !== undefined) {
    const [kind, studentId, courseIntegrationId] = page.after
    query = query.where(
      sql<boolean>`(kind, student_id, course_integration_id) > (${kind}, ${studentId}, ${courseIntegrationId})`,
    )
  }
  const rows = await query
    .orderBy('kind')
    .orderBy('student_id')
    .orderBy('course_integration_id')
    .limit(page.limit)
    .execute()
  return rows.map(changeOf)
}

/** Returns the consequences for these students. */
export async function ruleChangesOf(
  { db }: Store,
  id: number,
  studentIds: readonly number[],
): Promise<StudentRuleChange[]> {
  const rows = await db
    .selectFrom('dry_run_change')
    .selectAll()
    .where('dry_run_id', '=', id)
    .where(sql<boolean>`student_id = any(${[...studentIds]}::integer[])`)
    .orderBy('student_id')
    .orderBy('kind')
    .orderBy('course_integration_id')
    .execute()
  return rows.map(changeOf)
}

const changeOf = (row: Selectable<DryRunTables['dry_run_change']>): StudentRuleChange => ({
  kind: row.kind,
  studentId: row.student_id,
  courseIntegrationId: row.course_integration_id === 0 ? null : row.course_integration_id,
  concerned: row.concerned,
  before: row.before,
  after: row.after,
  reason: row.reason,
  ...(row.sentences && { sentences: row.sentences }),
})
