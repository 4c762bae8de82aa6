import Type from 'typebox'
import { CHANGE_SOURCES } from '../../contracts/sync-sources.js'
import { TaskQueue } from '../../contracts/task-queues.js'
import { InstantText, NamedObject, Nullable, StrictObject } from './common.js'
import { SystemHealth } from './health.js'
import { ModelAccuracies, ReconciliationSummary } from './reconciliation.js'

export const SyncBody = NamedObject(
  'Sync',
  {
    systems: Type.Array(SystemHealth),
    lastSearch: Nullable(
      Type.String({
        format: 'date-time',
        description: 'Start of the last search for changes that succeeded',
      }),
    ),
    models: Type.Array(
      StrictObject({
        model: Type.String(),
        asOf: Nullable(InstantText),
        lagSeconds: Nullable(Type.Integer({ minimum: 0 })),
      }),
      { description: 'Up to when each model of Odoo was read; null: the first search has not ended' },
    ),
    queue: Type.Array(
      StrictObject({
        source: Type.Enum([...CHANGE_SOURCES]),
        students: Type.Integer(),
        claimed: Type.Integer({ description: 'Those of them that a page works on' }),
        oldest: InstantText,
      }),
      { description: 'Students who will be read again, by who noticed them' },
    ),
    hints: NamedObject('OpenHints', {
      open: Type.Integer({ description: 'Webhooks and signed events that were not resolved yet' }),
      oldest: Nullable(InstantText),
      overdue: Type.Array(
        StrictObject({
          model: Type.String({ description: 'Odoo’s own name' }),
          recordId: Type.Integer(),
          calls: Type.Integer(),
          since: InstantText,
        }),
        { description: 'The oldest hints that should have been resolved by now, 20 at most' },
      ),
    }),
    backlog: Nullable(
      Type.Array(
        StrictObject({
          queue: Type.Enum([...Object.values(TaskQueue)]),
          tasks: Type.Integer({ description: 'Estimate of the Temporal server' }),
          oldestSeconds: Type.Integer(),
        }),
        { description: 'Task queues in which work waits; null: Temporal does not respond' },
      ),
    ),
    failures: Type.Array(StrictObject({ part: Type.String(), type: Type.String(), at: InstantText }), {
      description: 'Last failure of each part of the sweep, newest first; it may work again since',
    }),
    reconciliation: NamedObject(
      'ReconciliationStatus',
      {
        lastRun: Nullable(ReconciliationSummary),
        models: ModelAccuracies,
        runs: Type.Array(ReconciliationSummary, { description: 'The last 30 runs, newest first' }),
      },
      'How accurate what we knew was, whenever all records were compared with Odoo. `models`: of the last run that ended',
    ),
  },
  'How current the numbers are',
)
