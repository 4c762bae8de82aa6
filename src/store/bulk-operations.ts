import { type Selectable, sql } from 'kysely'
import type {
  BulkEffect,
  BulkFilter,
  BulkKindName,
  BulkOutcome,
  BulkParameters,
  BulkState,
} from '../contracts/bulk-operation.js'
import type { StoredSentence } from '../domain/sentences/sentence.js'
import { fingerprint } from '../hash.js'
import { appendAudit, type AuditEntry } from './audit.js'
import type { Store } from './store.js'
import type { BulkOperationTables } from './tables/bulk-operations.js'

export type BulkOperation = Selectable<BulkOperationTables['bulk_operation']>

/** Enters an operation that is still to be previewed, and returns its id. */
export async function enterBulkOperation(
  { db }: Store,
  operation: {
    readonly kind: BulkKindName
    readonly filter: BulkFilter
    readonly parameters: BulkParameters
    readonly reason: string
    readonly author: string
  },
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { id } = await transaction
      .insertInto('bulk_operation')
      .values({
        ...operation,
        filter: JSON.stringify(operation.filter),
        parameters: JSON.stringify(operation.parameters),
        hash: null,
        students_concerned: null,
        students_known: null,
        failure_type: null,
        previewed_at: null,
        confirmed_by: null,
        confirmed_at: null,
        undone_by: null,
        undo_started_at: null,
        finished_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { kind, author, filter } = operation
    await appendAudit(transaction, {
      ...bulkAudit(id, author, 'preview_bulk_operation'),
      programId: filter.programId,
      after: { kind },
    })
    return id
  })
}

/** The audit of what a person does with an operation. Its items say what happened to students. */
export const bulkAudit = (id: number, actor: string, action: string): AuditEntry => ({
  actor,
  action,
  entity: 'bulk_operation',
  entityId: `${id}`,
})

export const bulkOperationById = ({ db }: Store, id: number): Promise<BulkOperation | undefined> =>
  db.selectFrom('bulk_operation').selectAll().where('id', '=', id).executeTakeFirst()

/** Returns operations, newest first. */
export async function listBulkOperations(
  { db }: Store,
  { limit, before }: { readonly limit: number; readonly before?: number },
): Promise<BulkOperation[]> {
  let query = db.selectFrom('bulk_operation').selectAll().orderBy('id', 'desc').limit(limit)
  if (before !== undefined) query = query.where('id', '<', before)
  return query.execute()
}

/**
 * Changes the state if it is one of `from`. Returns false if it is not: of several callers at once
 * exactly one changes it.
 */
export async function moveBulkOperation(
  { db }: Pick<Store, 'db'>,
  id: number,
  from: readonly BulkState[],
  change: { readonly state: BulkState } & Partial<
    Pick<BulkOperation, 'confirmed_by' | 'undone_by' | 'failure_type'>
  >,
): Promise<boolean> {
  const isEnd = ['cancelled', 'completed', 'undone', 'failed'].includes(change.state)
  const { numUpdatedRows } = await db
    .updateTable('bulk_operation')
    .set({
      ...change,
      ...('confirmed_by' in change && { confirmed_at: sql<Date>`now()` }),
      ...('undone_by' in change && { undo_started_at: sql<Date>`now()` }),
      ...(isEnd && { finished_at: sql<Date>`now()` }),
    })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Saves the end of the preview: from now on it can be confirmed. The guard compares the students in
 * training whom it concerns with all who are in training; with `known`, everybody whom it concerns
 * with that number.
 */
export async function finishPreview(
  store: Store,
  operation: BulkOperation,
  known: number | null,
): Promise<void> {
  const { id, kind, filter, parameters } = operation
  const items = await store.db
    .selectFrom('bulk_item')
    .select(['program_id', 'student_id', 'outcome', 'fingerprint'])
    .where('operation_id', '=', id)
    .orderBy('program_id')
    .orderBy('student_id')
    .execute()
  const rows = items.map((one) => [one.program_id, one.student_id, one.outcome, one.fingerprint])
  await store.db
    .updateTable('bulk_operation')
    .set({
      state: 'previewed',
      previewed_at: sql<Date>`now()`,
      hash: fingerprint([id, kind, filter, parameters, rows]),
      students_concerned: sql<number>`(select count(*) from bulk_item
        where operation_id = ${id} and outcome = 'pending' and (in_training or ${known !== null}))`,
      students_known:
        known ??
        sql<number>`(select count(*) from application
          where ended_at is null and training_started_at is not null)`,
    })
    .where('id', '=', id)
    .where('state', '=', 'previewing')
    .execute()
}

export type OutcomeCounts = Partial<Record<BulkOutcome, number>>

/** Items by outcome. */
export const countOutcomes = async (store: Store, id: number): Promise<OutcomeCounts> =>
  (await countOutcomesOf(store, [id])).get(id) ?? {}

/** The same for several operations, by id. */
export async function countOutcomesOf(
  { db }: Store,
  ids: readonly number[],
): Promise<Map<number, OutcomeCounts>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('bulk_item')
    .select((e) => ['operation_id', 'outcome', e.fn.countAll<number>().as('count')])
    .where('operation_id', 'in', [...ids])
    .groupBy(['operation_id', 'outcome'])
    .execute()
  const counts = new Map<number, OutcomeCounts>()
  for (const { operation_id: id, outcome, count } of rows)
    counts.set(id, { ...counts.get(id), [outcome]: count })
  return counts
}

export interface BulkTotals {
  readonly effects: readonly BulkEffect[]
  /** The most frequent ones. */
  readonly warnings: readonly { readonly warning: StoredSentence; readonly students: number }[]
}

/** Warnings of an operation that are counted. */
const WARNINGS = 20

/** Effects of all items, added up, and how many items have each warning, by operation. */
export async function totalsOf({ db }: Store, ids: readonly number[]): Promise<Map<number, BulkTotals>> {
  const { rows } = await sql<BulkTotals & { id: number }>`
    select id,
      coalesce((
        select jsonb_agg(jsonb_build_object('effect', effect, 'count', count, 'undoable', undoable)
          order by effect, undoable)
        from (
          select e.effect, sum(e.count)::integer as count, e.undoable
          from bulk_item, jsonb_to_recordset(effects) as e (effect text, count integer, undoable boolean)
          where operation_id = id and outcome <> 'excluded'
          group by e.effect, e.undoable
        ) summed), '[]') as effects,
      coalesce((
        select jsonb_agg(jsonb_build_object('warning', warning, 'students', students)
          order by students desc, warning)
        from (
          select warning, count(*)::integer as students
          from bulk_item, jsonb_array_elements(warnings) as warning
          where operation_id = id and outcome <> 'excluded'
          group by warning order by students desc, warning limit ${WARNINGS}
        ) counted), '[]') as warnings
    from unnest(${[...ids]}::integer[]) as id`.execute(db)
  return new Map(rows.map(({ id, effects, warnings }) => [id, { effects, warnings }]))
}

/** Milliseconds. Longer than a page takes, or the wait between two attempts at it. */
const STALLED = 60_000

/**
 * Returns the operations that should be going on, but on which nothing has happened for a minute:
 * their workflow was never started, or is lost.
 */
export async function stalledOperations({
  db,
}: Store): Promise<{ readonly id: number; readonly open: number }[]> {
  const { rows } = await sql<{ id: number; open: number }>`
    select id, (select count(*)::integer from bulk_item
      where operation_id = id and outcome in ('pending', 'applying', 'undoing', 'done')) as open
    from bulk_operation where state in ('previewing', 'running', 'undoing')
      and greatest(created_at, confirmed_at, undo_started_at,
        (select max(changed_at) from bulk_item where operation_id = id)) < now() - ${STALLED} * interval '1 ms'
    order by id`.execute(db)
  return rows
}
