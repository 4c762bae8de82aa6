import { Student } from '../../odoo/schema/index.js'
import { readSystemStates } from '../../availability/system-states.js'
import { readOverdueHints } from '../../store/open-hints.js'
import { readSyncStatus } from '../../store/sync-status.js'
import { readBacklog } from '../../temporal/backlog.js'
import { accuracyOfLastRun, lastRuns } from '../../store/reconciliation-report.js'
import type { Store } from '../../store/store.js'
import type { ApiDeps } from '../deps.js'
import { problems } from '../schemas/common.js'
import { systemBody } from '../schemas/health.js'
import { SyncBody } from '../schemas/sync.js'
import type { Server } from '../server.js'
import { withLinks } from './reconciliations.js'

/** Milliseconds. A Temporal that does not respond must not hide the rest. */
const LIMIT = 3_000

const OVERDUE_SHOWN = 20

/** How current our knowledge of Odoo is. */
export function syncRoutes(app: Server, { store, clock, temporal }: ApiDeps): void {
  app.get(
    '/v1/sync',
    {
      config: { access: 'caller', permission: 'read_sync' },
      schema: {
        tags: ['health'],
        summary: 'Freshness: outages and pauses, lag of each model, queues, open webhooks and last failures',
        response: { 200: SyncBody, ...problems },
      },
    },
    async () => {
      const [{ models, queue, hints, failures }, systems, overdue, backlog] = await Promise.all([
        readSyncStatus(store),
        readSystemStates(store),
        readOverdueHints(store, OVERDUE_SHOWN),
        temporal.withDeadline(Date.now() + LIMIT, () => readBacklog(temporal)).catch(() => null),
      ])
      const now = clock().getTime()
      const text = (instant: Date | null) => instant?.toISOString() ?? null
      return {
        systems: systems.map(systemBody),
        // Students are read in every search.
        lastSearch: text(models.find(({ model }) => model === Student.name)?.asOf ?? null),
        models: models.map(({ model, asOf }) => ({
          model,
          asOf: text(asOf),
          lagSeconds: asOf && Math.max(0, Math.round((now - asOf.getTime()) / 1_000)),
        })),
        queue: queue.map(({ oldest, ...rest }) => ({ ...rest, oldest: oldest.toISOString() })),
        hints: {
          open: hints.open,
          oldest: text(hints.oldest),
          overdue: overdue.map(({ model, recordId, calls, firstAt }) => ({
            model,
            recordId,
            calls,
            since: firstAt.toISOString(),
          })),
        },
        backlog,
        failures: failures.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
        reconciliation: await reconciliationStatus(store),
      }
    },
  )
}

/** How accurate what we knew was, whenever everything was compared with Odoo. */
async function reconciliationStatus(store: Store) {
  const runs = (await lastRuns(store)).map(withLinks)
  return { lastRun: runs[0] ?? null, models: await accuracyOfLastRun(store), runs }
}
