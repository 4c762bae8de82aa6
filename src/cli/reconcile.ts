import { setTimeout as sleep } from 'node:timers/promises'
import { runReport, type RunReport } from '../store/reconciliation-report.js'
import { reconciliationById } from '../store/reconciliations.js'
import { confirmRun, startReconciliation } from '../temporal/start-reconciliation.js'
import { CommandError } from './failure.js'
import type { Services } from './services.js'
import { withWorker } from './with-worker.js'

export interface ReconcileOptions {
  readonly dryRun?: boolean
  readonly json?: boolean
  /** Id of a stopped run. */
  readonly confirm?: string
}

/**
 * `reconcile`: has the worker compare all records with Odoo, waits for the end and shows the
 * result. Ended by a signal, it leaves the run in progress.
 */
export async function reconcile({ dryRun = false, json = false, confirm }: ReconcileOptions): Promise<void> {
  await withWorker(async (target) => {
    const runId = confirm === undefined ? await start(target, dryRun) : await confirmed(target, confirm)
    const report = await ended(target, runId)
    console.log(json ? JSON.stringify(report, null, 2) : describe(report))
    if (report.state !== 'completed') process.exitCode = 1
  })
}

/** Who asks for it, in the register. */
const CLI = 'cli'

async function start(target: Services, dryRun: boolean): Promise<number> {
  const runId = await startReconciliation(target, { dryRun, requestedBy: CLI })
  if (runId === null) throw new CommandError('A reconciliation is in progress. Try again when it has ended.')
  return runId
}

async function confirmed(target: Services, id: string): Promise<number> {
  const runId = Number(id)
  if (!Number.isSafeInteger(runId) || runId < 1) throw new CommandError(`"${id}" is not the id of a run.`)
  const outcome = await confirmRun(target, runId, CLI)
  if (outcome === 'in_progress')
    throw new CommandError('A reconciliation is in progress. Try again when it has ended.')
  if (outcome === 'not_stopped')
    throw new CommandError(
      `Reconciliation ${id} is not stopped, or a later one has compared everything again.`,
    )
  return runId
}

/** Milliseconds. */
const POLL = 500

async function ended({ store }: Services, runId: number): Promise<RunReport> {
  for (;;) {
    const run = await reconciliationById(store, runId)
    if (!run) throw new CommandError(`Reconciliation ${runId} is no longer in the register.`)
    if (run.state !== 'running') return runReport(store, run)
    await sleep(POLL)
  }
}

function describe({ id, state, dryRun, drift, models, accuracy, failureType }: RunReport): string {
  const compared = models.map(({ fields }) => fields[0]?.compared ?? 0).reduce((a, b) => a + b, 0)
  const lines = [
    `Reconciliation ${id}${dryRun ? ' (dry run)' : ''}: ${state}${failureType === null ? '' : ` (${failureType})`}.`,
    `${compared} records compared. Accuracy: ${accuracy === null ? 'not measured' : percent(accuracy)}.`,
    ...models.flatMap(({ model, fields }) =>
      fields
        .filter(({ mismatches }) => mismatches > 0)
        .map(
          (field) =>
            `  ${model}, ${field.field}: ${field.mismatches} of ${field.compared} (${percent(field.accuracy)})`,
        ),
    ),
    drift.length === 0 ? 'Nothing differs.' : 'Found:',
    ...drift.map(
      (one) =>
        `  ${one.count} × ${one.class.replaceAll('_', ' ')} in ${one.model}: ${one.state.replaceAll('_', ' ')}`,
    ),
    ...(state === 'stopped'
      ? [
          `Nothing was repaired, because it concerns too many students. If it is right: reconcile --confirm ${id}`,
        ]
      : []),
  ]
  return lines.join('\n')
}

const percent = (accuracy: number) => `${(100 * accuracy).toFixed(4)} %`
