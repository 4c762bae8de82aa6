import { sql, type Selectable } from 'kysely'
import type { ReconciliationState } from '../contracts/reconciliation.js'
import { appendAudit, type AuditEntry } from './audit.js'
import type { Store } from './store.js'
import type { ReconciliationTables } from './tables/reconciliation.js'

/** The register of reconciliations: what each has compared, and how accurate we were. */

export type Run = Selectable<ReconciliationTables['reconciliation']>

/** Rows compared in one field of a model. */
export type FieldAccuracy = Omit<Selectable<ReconciliationTables['reconciliation_accuracy']>, 'run_id'>

const RUNS_KEPT = 30

export interface NewRun {
  readonly dryRun: boolean
  /** null: the schedule. */
  readonly requestedBy: string | null
  /** The run of the workflow, where it registers itself: once, however often it tries. */
  readonly workflowRun: string | null
}

/**
 * Registers a run and returns its id. Runs that were cut off count as failed, and only the last
 * ones are kept.
 */
export async function enterReconciliation(
  { db }: Store,
  { dryRun, requestedBy, workflowRun }: NewRun,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    if (workflowRun !== null) {
      const present = await transaction
        .selectFrom('reconciliation')
        .select('id')
        .where('workflow_run', '=', workflowRun)
        .executeTakeFirst()
      if (present) return present.id
    }
    await transaction
      .updateTable('reconciliation')
      .set({ state: 'failed', failure_type: 'Interrupted', finished_at: sql<Date>`now()` })
      .where('state', '=', 'running')
      .execute()
    const { id } = await transaction
      .insertInto('reconciliation')
      .values({
        dry_run: dryRun,
        workflow_run: workflowRun,
        requested_by: requestedBy,
        finished_at: null,
        students_concerned: null,
        students_known: null,
        confirmed_by: null,
        failure_type: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (requestedBy !== null)
      await appendAudit(transaction, { ...startAudit(id, requestedBy, 'requested'), after: { dryRun } })
    await transaction
      .deleteFrom('reconciliation')
      .where('id', 'not in', (query) =>
        query.selectFrom('reconciliation').select('id').orderBy('id', 'desc').limit(RUNS_KEPT),
      )
      .execute()
    return id
  })
}

/** The audit of a start that a person asks for: before Temporal is told, and what became of it. */
export const startAudit = (
  id: number,
  actor: string,
  outcome: 'requested' | 'accepted' | 'failed',
): AuditEntry => ({
  actor,
  action: 'start_reconciliation',
  entity: 'reconciliation',
  entityId: `${id}`,
  outcome,
})

/** Removes a run that was registered but could not be started. */
export async function withdrawReconciliation({ db }: Store, id: number): Promise<void> {
  await db.deleteFrom('reconciliation').where('id', '=', id).execute()
}

export async function endReconciliation(
  { db }: Store,
  id: number,
  state: Exclude<ReconciliationState, 'running'>,
  failureType: string | null,
): Promise<void> {
  await db
    .updateTable('reconciliation')
    .set({ state, failure_type: failureType, finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
}

/** Records how many students a run concerns. */
export async function recordStudents(
  { db }: Store,
  id: number,
  { concerned, known }: { readonly concerned: number; readonly known: number },
): Promise<void> {
  await db
    .updateTable('reconciliation')
    .set({ students_concerned: concerned, students_known: known })
    .where('id', '=', id)
    .execute()
}

/**
 * Lets a stopped run go on, in the name of a person. Returns false if it is not stopped, or if a
 * later run has compared everything again.
 */
export async function confirmReconciliation({ db }: Store, id: number, by: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('reconciliation')
      .set({ state: 'running', confirmed_by: by, finished_at: null })
      .where('id', '=', id)
      .where('state', '=', 'stopped')
      .where(
        sql<boolean>`not exists (select from reconciliation later where later.id > ${id} and not later.dry_run)`,
      )
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await appendAudit(transaction, {
      actor: by,
      action: 'confirm_reconciliation',
      entity: 'reconciliation',
      entityId: `${id}`,
      before: { state: 'stopped' },
      after: { state: 'running' },
    })
    return true
  })
}

/** Returns the last runs, newest first. */
export async function lastReconciliations({ db }: Store, limit = RUNS_KEPT): Promise<Run[]> {
  return db.selectFrom('reconciliation').selectAll().orderBy('id', 'desc').limit(limit).execute()
}

export async function reconciliationById({ db }: Store, id: number): Promise<Run | undefined> {
  return db.selectFrom('reconciliation').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Records what was compared of a model. Called again, it replaces the record. */
export async function recordAccuracy(
  { db }: Store,
  runId: number,
  model: string,
  fields: readonly Omit<FieldAccuracy, 'model'>[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('reconciliation_accuracy')
      .where('run_id', '=', runId)
      .where('model', '=', model)
      .execute()
    if (fields.length === 0) return
    await transaction
      .insertInto('reconciliation_accuracy')
      .values(fields.map((field) => ({ run_id: runId, model, ...field })))
      .execute()
  })
}

/** Returns what a run has compared, by model and field. */
export async function accuracyOfRun({ db }: Store, runId: number): Promise<FieldAccuracy[]> {
  return db
    .selectFrom('reconciliation_accuracy')
    .select(['model', 'field', 'compared', 'mismatches'])
    .where('run_id', '=', runId)
    .orderBy('model')
    .orderBy('field')
    .execute()
}

/** Returns the sums over all models and fields of these runs. */
export async function totalAccuracy(
  { db }: Store,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, { compared: number; mismatches: number }>> {
  if (runIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('reconciliation_accuracy')
    .select(({ fn }) => [
      'run_id',
      fn.sum<number>('compared').as('compared'),
      fn.sum<number>('mismatches').as('mismatches'),
    ])
    .where('run_id', 'in', [...runIds])
    .groupBy('run_id')
    .execute()
  return new Map(rows.map(({ run_id: id, ...sums }) => [id, sums]))
}
