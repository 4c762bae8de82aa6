import type { ReconciliationState } from '../contracts/reconciliation.js'
import { accuracyOf } from '../domain/drift.js'
import { countDrift, type DriftCount } from './drift.js'
import {
  accuracyOfRun,
  lastReconciliations,
  totalAccuracy,
  type FieldAccuracy,
  type Run,
} from './reconciliations.js'
import type { Store } from './store.js'

/** Runs of reconciliation as people read them: in the API and on the command line. */

export interface RunSummary {
  readonly id: number
  readonly state: ReconciliationState
  readonly dryRun: boolean
  /** null: the schedule. */
  readonly requestedBy: string | null
  /** ISO instants. */
  readonly startedAt: string
  readonly finishedAt: string | null
  /** Who let a stopped run go on. */
  readonly confirmedBy: string | null
  readonly failureType: string | null
  /** Students that the repair concerns, and students known; null: not counted. */
  readonly studentsConcerned: number | null
  readonly studentsKnown: number | null
  /** 1 − mismatches / compared over all models and fields; null: nothing was compared. */
  readonly accuracy: number | null
}

export interface ModelAccuracy {
  readonly model: string
  readonly fields: (Omit<FieldAccuracy, 'model'> & { readonly accuracy: number })[]
}

export interface RunReport extends RunSummary {
  readonly drift: DriftCount[]
  readonly models: ModelAccuracy[]
}

export async function lastRuns(store: Store): Promise<RunSummary[]> {
  const runs = await lastReconciliations(store)
  return summaries(store, runs)
}

export async function runReport(store: Store, run: Run): Promise<RunReport> {
  const [[summary], drift, fields] = await Promise.all([
    summaries(store, [run]),
    countDrift(store, run.id),
    accuracyOfRun(store, run.id),
  ])
  if (!summary) throw new Error('A run has one summary.')
  return { ...summary, drift, models: byModel(fields) }
}

/** Returns the accuracy of the last run that has compared everything. */
export async function accuracyOfLastRun(store: Store): Promise<ModelAccuracy[]> {
  const run = (await lastReconciliations(store)).find(
    ({ state }) => state === 'completed' || state === 'stopped',
  )
  return run ? byModel(await accuracyOfRun(store, run.id)) : []
}

async function summaries(store: Store, runs: readonly Run[]): Promise<RunSummary[]> {
  const totals = await totalAccuracy(
    store,
    runs.map(({ id }) => id),
  )
  return runs.map((run) => {
    const total = totals.get(run.id)
    return {
      id: run.id,
      state: run.state,
      dryRun: run.dry_run,
      requestedBy: run.requested_by,
      startedAt: run.started_at.toISOString(),
      finishedAt: run.finished_at?.toISOString() ?? null,
      confirmedBy: run.confirmed_by,
      failureType: run.failure_type,
      studentsConcerned: run.students_concerned,
      studentsKnown: run.students_known,
      accuracy: total ? accuracyOf(total) : null,
    }
  })
}

function byModel(fields: readonly FieldAccuracy[]): ModelAccuracy[] {
  const models = new Map<string, ModelAccuracy['fields'][number][]>()
  for (const { model, ...field } of fields)
    models.set(model, [...(models.get(model) ?? []), { ...field, accuracy: accuracyOf(field) }])
  return [...models].map(([model, ofModel]) => ({ model, fields: ofModel }))
}
