import { type Selectable, sql } from 'kysely'
import {
  MIGRATION_OUTCOMES,
  type MigrationDecision,
  type MigrationOutcome,
} from '../domain/migration-plan.js'
import type { StoredSentence } from '../domain/sentences/sentence.js'
import type { Store } from './store.js'
import type { MigrationPlanTables } from './tables/migration-plans.js'

export type MigrationPlan = Selectable<MigrationPlanTables['migration_plan']>

export interface PlannedStudent extends Pick<MigrationDecision, 'outcome'> {
  readonly studentId: number
  /** Why not `enroll` or `adopt`. */
  readonly reasons: readonly StoredSentence[]
}

/** Plans of a program that are kept. */
const KEPT = 3

/** Enters a plan and returns its id. Only the last ones of the program are kept. */
export async function enterMigrationPlan(
  { db }: Store,
  { programId, author }: { readonly programId: number; readonly author: string },
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { id } = await transaction
      .insertInto('migration_plan')
      .values({ program_id: programId, author, failure_type: null, finished_at: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await sql`
      delete from migration_plan where id in (
        select id from migration_plan where program_id = ${programId} order by id desc offset ${KEPT})
    `.execute(transaction)
    return id
  })
}

export const migrationPlanById = ({ db }: Store, id: number): Promise<MigrationPlan | undefined> =>
  db.selectFrom('migration_plan').selectAll().where('id', '=', id).executeTakeFirst()

/** Saves where each student belongs, and ends the plan. Repeated, it changes nothing. */
export async function completeMigrationPlan(
  { db }: Store,
  id: number,
  students: readonly PlannedStudent[],
): Promise<void> {
  const rows = students.map(({ studentId, outcome, reasons }) => ({
    ...{ plan_id: id, student_id: studentId, outcome, reasons },
  }))
  await db.transaction().execute(async (transaction) => {
    await sql`
      insert into migration_plan_student
      select * from jsonb_populate_recordset(null::migration_plan_student, ${JSON.stringify(rows)})
      on conflict (plan_id, student_id) do update set outcome = excluded.outcome, reasons = excluded.reasons
    `.execute(transaction)
    await transaction
      .updateTable('migration_plan')
      .set({ state: 'completed', finished_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute()
  })
}

export async function failMigrationPlan({ db }: Store, id: number, failureType: string): Promise<void> {
  await db
    .updateTable('migration_plan')
    .set({ state: 'failed', failure_type: failureType, finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** Students by what would happen to them. */
export async function countPlanned({ db }: Store, id: number): Promise<Record<MigrationOutcome, number>> {
  const rows = await db
    .selectFrom('migration_plan_student')
    .select((e) => ['outcome', e.fn.countAll<number>().as('count')])
    .where('plan_id', '=', id)
    .groupBy('outcome')
    .execute()
  const counts = new Map(rows.map(({ outcome, count }) => [outcome, count]))
  return Object.fromEntries(
    MIGRATION_OUTCOMES.map((outcome) => [outcome, counts.get(outcome) ?? 0]),
  ) as Record<MigrationOutcome, number>
}

/** Returns students of a plan by rising id. */
export async function listPlanned(
  { db }: Store,
  id: number,
  page: { readonly limit: number; readonly after?: number; readonly outcome?: MigrationOutcome },
): Promise<PlannedStudent[]> {
  let query = db.selectFrom('migration_plan_student').selectAll().where('plan_id', '=', id)
  if (page.outcome !== undefined) query = query.where('outcome', '=', page.outcome)
  if (page.after !== undefined) query = query.where('student_id', '>', page.after)
  const rows = await query.orderBy('student_id').limit(page.limit).execute()
  return rows.map(({ student_id: studentId, outcome, reasons }) => ({ studentId, outcome, reasons }))
}
