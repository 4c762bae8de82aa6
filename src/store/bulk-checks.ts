import { type Selectable, sql } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { DifferenceKind, StudentBefore } from '../domain/wave-check.js'
import type { BulkItem } from './bulk-items.js'
import type { Store } from './store.js'
import type { BulkCheckTables } from './tables/bulk-checks.js'

export type BulkCheck = Selectable<BulkCheckTables['bulk_check']> & {
  /** Students with something that the preview did not say, or that is missing, by its kind. */
  readonly differences: Readonly<Partial<Record<DifferenceKind, number>>>
}

export interface StudentDifference extends Application {
  readonly kind: DifferenceKind
  readonly detail: string
}

/** Returns students of the operation that are still to be noted as Odoo has them before the run. */
export async function studentsToNote({ db }: Store, operationId: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('bulk_item')
    .select('student_id')
    .where('operation_id', '=', operationId)
    .where('outcome', '=', 'pending')
    .where('odoo_before', 'is', null)
    .orderBy('student_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.student_id)
}

export async function noteBefore(
  { db }: Store,
  operationId: number,
  students: ReadonlyMap<number, StudentBefore | null>,
): Promise<void> {
  const rows = [...students].map(([studentId, before]) => ({
    student_id: studentId,
    odoo_before: before ?? {},
  }))
  await sql`
    update bulk_item set odoo_before = row.odoo_before
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (student_id integer, odoo_before jsonb)
    where operation_id = ${operationId} and bulk_item.student_id = row.student_id`.execute(db)
}

/** Items that were noted before the run, by rising id of the student. */
export const notedItems = (
  { db }: Store,
  operationId: number,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<BulkItem[]> =>
  db
    .selectFrom('bulk_item')
    .selectAll()
    .where('operation_id', '=', operationId)
    .where(sql<boolean>`odoo_before ? 'newestMembership'`)
    .where('student_id', '>', after)
    .orderBy('student_id')
    .limit(limit)
    .execute()

/** Emails that follow from what is done to students, not from what they do or leave undone. */
const CONSEQUENT = ['welcome', 'completion', 'certificate']

/** Returns how many such emails each of these students was sent since a moment. */
export async function emailsSince(
  { db }: Store,
  programId: number,
  studentIds: readonly number[],
  since: Date,
): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('email')
    .select((e) => ['student_id', e.fn.countAll<number>().as('count')])
    .where('program_id', '=', programId)
    .where(sql<boolean>`student_id = any(${[...studentIds]}::integer[])`)
    .where('kind', 'in', CONSEQUENT as [])
    .where('created_at', '>=', since)
    .groupBy('student_id')
    .execute()
  return new Map(rows.map((row) => [row.student_id, row.count]))
}

/** Enters a check that begins now. */
export async function enterCheck({ db }: Store, operationId: number): Promise<void> {
  const fresh = {
    state: 'checking',
    started_at: sql<Date>`now()`,
    finished_at: null,
    failure_type: null,
  } as const
  await db
    .insertInto('bulk_check')
    .values({ operation_id: operationId, finished_at: null, failure_type: null })
    .onConflict((row) => row.column('operation_id').doUpdateSet(fresh))
    .execute()
}

/** Saves what a comparison has found, in place of what the one before it found. */
export async function saveCheck(
  { db }: Store,
  operationId: number,
  found: {
    readonly students: number
    readonly waiting: number
    readonly differences: readonly StudentDifference[]
    readonly isFinished: boolean
  },
): Promise<void> {
  const { students, waiting, differences, isFinished } = found
  const rows = differences.map(({ programId, studentId, kind, detail }) => ({
    ...{ operation_id: operationId, program_id: programId, student_id: studentId, kind, detail },
  }))
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('bulk_difference').where('operation_id', '=', operationId).execute()
    await sql`
      insert into bulk_difference
      select * from jsonb_populate_recordset(null::bulk_difference, ${JSON.stringify(rows)})`.execute(
      transaction,
    )
    await transaction
      .updateTable('bulk_check')
      .set({ students, waiting, ...(isFinished && { state: 'completed', finished_at: sql<Date>`now()` }) })
      .where('operation_id', '=', operationId)
      .execute()
  })
}

export async function failCheck({ db }: Store, operationId: number, failureType: string): Promise<void> {
  await db
    .updateTable('bulk_check')
    .set({ state: 'failed', failure_type: failureType, finished_at: sql<Date>`now()` })
    .where('operation_id', '=', operationId)
    .execute()
}

/** Returns the checks of these operations, by operation. */
export async function checksOf({ db }: Store, ids: readonly number[]): Promise<Map<number, BulkCheck>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('bulk_check')
    .selectAll()
    .select(
      sql<BulkCheck['differences']>`coalesce((
        select jsonb_object_agg(kind, count) from (
          select kind, count(*)::integer as count from bulk_difference
          where bulk_difference.operation_id = bulk_check.operation_id group by kind) counted), '{}')`.as(
        'differences',
      ),
    )
    .where('operation_id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.operation_id, row]))
}

/** After this difference a page begins. */
export type DifferencePosition = readonly [studentId: number, kind: string]

/** Returns differences by student and kind. */
export async function listDifferences(
  { db }: Store,
  operationId: number,
  { limit, after }: { readonly limit: number; readonly after?: DifferencePosition },
): Promise<StudentDifference[]> {
  let query = db.selectFrom('bulk_difference').selectAll().where('operation_id', '=', operationId)
  if (after !== undefined) query = query.where(sql<boolean>`(student_id, kind) > (${after[0]}, ${after[1]})`)
  const rows = await query.orderBy('student_id').orderBy('kind').limit(limit).execute()
  return rows.map(({ program_id: programId, student_id: studentId, kind, detail }) => ({
    ...{ programId, studentId, kind, detail },
  }))
}
