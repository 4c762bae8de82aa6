import { type Selectable, sql } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { BulkEffect, BulkOutcome } from '../contracts/bulk-operation.js'
import type { Sentence } from '../domain/sentences/sentence.js'
import type { Store } from './store.js'
import type { BulkOperationTables } from './tables/bulk-operations.js'

export type BulkItem = Selectable<BulkOperationTables['bulk_item']>

/** What the preview says about one student. */
export interface PreviewedItem extends Application {
  readonly effects: readonly BulkEffect[]
  readonly warnings: readonly Sentence[]
  /** Why nothing would happen; empty: it would. */
  readonly obstacles: readonly Sentence[]
  readonly inTraining: boolean
  /** Equal while nothing has changed that the preview depends on. */
  readonly fingerprint: string
  /** What is there now: ids and statuses, no personal data. */
  readonly before: unknown
}

/** Adds items of a preview; an attempt that was interrupted may have added them before. */
export async function savePreview(
  { db }: Store,
  operationId: number,
  items: readonly PreviewedItem[],
): Promise<void> {
  const rows = items.map(({ obstacles, ...item }) => ({
    operation_id: operationId,
    program_id: item.programId,
    student_id: item.studentId,
    outcome: obstacles.length > 0 ? 'excluded' : 'pending',
    // Nothing happens to who is excluded.
    effects: obstacles.length > 0 ? [] : item.effects,
    warnings: obstacles.length > 0 ? [] : item.warnings,
    reasons: obstacles,
    in_training: item.inTraining,
    fingerprint: item.fingerprint,
    before: item.before,
    result: null,
    failures: 0,
    changed_at: new Date().toISOString(),
  }))
  await sql`
    insert into bulk_item select * from jsonb_populate_recordset(null::bulk_item, ${JSON.stringify(rows)})
    on conflict (operation_id, program_id, student_id) do update set
      outcome = excluded.outcome, effects = excluded.effects, warnings = excluded.warnings,
      reasons = excluded.reasons, in_training = excluded.in_training,
      fingerprint = excluded.fingerprint, before = excluded.before
  `.execute(db)
}

/** Removes what an attempt at the preview has left that was cut off. */
export async function removeItems({ db }: Store, operationId: number): Promise<void> {
  await db.deleteFrom('bulk_item').where('operation_id', '=', operationId).execute()
}

/** Returns the next items with one of these outcomes, by rising id. */
export const nextItems = (
  { db }: Store,
  operationId: number,
  outcomes: readonly BulkOutcome[],
  limit: number,
): Promise<BulkItem[]> =>
  db
    .selectFrom('bulk_item')
    .selectAll()
    .where('operation_id', '=', operationId)
    .where('outcome', 'in', [...outcomes])
    .orderBy('program_id')
    .orderBy('student_id')
    .limit(limit)
    .execute()

/** What has become of an item. */
export interface ItemChange extends Application {
  readonly outcome: BulkOutcome
  readonly reasons?: readonly Sentence[]
  readonly result?: unknown
}

/** Changes items. `from`: only those that still have one of these outcomes. */
export async function changeItems(
  { db }: Store,
  operationId: number,
  changes: readonly ItemChange[],
  from: readonly BulkOutcome[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ programId, studentId, outcome, reasons, result }) => ({
    program_id: programId,
    student_id: studentId,
    outcome,
    reasons: reasons ?? null,
    result: result ?? null,
  }))
  await sql`
    update bulk_item set outcome = row.outcome, reasons = coalesce(row.reasons, bulk_item.reasons),
      result = coalesce(row.result, bulk_item.result), changed_at = now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (program_id integer, student_id integer, outcome text, reasons jsonb, result jsonb)
    where bulk_item.operation_id = ${operationId}
      and bulk_item.program_id = row.program_id and bulk_item.student_id = row.student_id
      and bulk_item.outcome = any(${[...from]}::text[])
  `.execute(db)
}

/**
 * Notes that these items are being worked on, and what is there right before. Returns those that
 * were still pending, none if the operation has been stopped meanwhile.
 */
export async function beginItems(
  { db }: Store,
  operationId: number,
  items: readonly (Application & { readonly before: unknown })[],
): Promise<BulkItem[]> {
  const rows = items.map(({ programId, studentId, before }) => ({
    program_id: programId,
    student_id: studentId,
    before,
  }))
  const begun = await sql<BulkItem>`
    update bulk_item set outcome = 'applying', before = row.before, changed_at = now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (program_id integer, student_id integer, before jsonb)
    where operation_id = ${operationId} and outcome = 'pending'
      and bulk_item.program_id = row.program_id and bulk_item.student_id = row.student_id
      and exists (select from bulk_operation where id = ${operationId} and state = 'running' for share)
    returning bulk_item.*`.execute(db)
  return begun.rows.map((row) => ({ ...row, outcome: 'pending' }))
}

/** Notes that an item has failed for a reason of its own. Returns how often by now. */
export async function countItemFailure(
  { db }: Store,
  operationId: number,
  { programId, studentId }: Application,
): Promise<number> {
  const { failures } = await db
    .updateTable('bulk_item')
    .set({ failures: sql`failures + 1`, changed_at: sql<Date>`now()` })
    .where('operation_id', '=', operationId)
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .returning('failures')
    .executeTakeFirstOrThrow()
  return failures
}

/** Changes the outcome of all items that have another one. */
export async function moveItems(
  { db }: Pick<Store, 'db'>,
  operationId: number,
  from: BulkOutcome,
  to: BulkOutcome,
): Promise<void> {
  await db
    .updateTable('bulk_item')
    .set({ outcome: to, failures: 0, changed_at: sql<Date>`now()` })
    .where('operation_id', '=', operationId)
    .where('outcome', '=', from)
    .execute()
}

/** Which of these students another operation is about to change, or is changing, with its id. */
export async function heldByOthers(
  { db }: Store,
  operationId: number,
  programId: number,
  studentIds: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ student_id: number; operation_id: number }>`
    select student_id, min(operation_id)::integer as operation_id
    from bulk_item join bulk_operation on bulk_operation.id = operation_id
    where operation_id <> ${operationId} and program_id = ${programId}
      and student_id = any(${[...studentIds]}::integer[])
      and outcome in ('pending', 'applying', 'undoing')
      and bulk_operation.state in ('running', 'paused', 'cancelled', 'undoing', 'undo_paused')
    group by student_id`.execute(db)
  return new Map(rows.map((row) => [row.student_id, row.operation_id]))
}

interface ItemPage {
  readonly limit: number
  readonly after?: Application
  readonly outcome?: BulkOutcome
}

/** Returns a page of items by program and student. */
export async function listItems(
  { db }: Store,
  operationId: number,
  { limit, after, outcome }: ItemPage,
): Promise<BulkItem[]> {
  let query = db.selectFrom('bulk_item').selectAll().where('operation_id', '=', operationId)
  if (outcome !== undefined) query = query.where('outcome', '=', outcome)
  if (after)
    query = query.where((where) =>
      where(where.refTuple('program_id', 'student_id'), '>', where.tuple(after.programId, after.studentId)),
    )
  return query.orderBy('program_id').orderBy('student_id').limit(limit).execute()
}
