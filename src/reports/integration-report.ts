import { sql } from 'kysely'
import { inPeriod } from './conditions.js'
import type { Report } from './report.js'

/** How the integration did in the period: comparisons with Odoo, outages and pauses. */
export const integrationReport: Report = {
  isPersonal: false,
  columns: () => [
    { id: 'event', type: 'word', words: 'events' },
    { id: 'system', type: 'word', words: 'systems' },
    { id: 'began', type: 'instant' },
    { id: 'ended', type: 'instant' },
    { id: 'state', type: 'word', words: 'eventStates' },
    { id: 'accuracy', type: 'percent' },
    { id: 'compared', type: 'count' },
    { id: 'mismatches', type: 'count' },
    { id: 'note', type: 'word', words: 'failures' },
  ],
  notes: () => ['last_runs_only'],
  query: (filter) => sql`
    select 'comparison' as event, 'odoo' as system, run.started_at as began,
      case when is_over then run.finished_at end as ended,
      case when is_over then run.state else 'running' end as state,
      case when is_over then round(100 * (1 - sums.mismatches::numeric / nullif(sums.compared, 0)), 3) end as accuracy,
      case when is_over then sums.compared end as compared,
      case when is_over then sums.mismatches end as mismatches,
      case when is_over then run.failure_type end as note
    from reconciliation as run
    cross join lateral (select coalesce(run.finished_at <= ${filter.asOf}, false) as is_over) as at
    left join lateral (
      select sum(compared) as compared, sum(mismatches) as mismatches
      from reconciliation_accuracy where run_id = run.id
    ) as sums on true
    where run.started_at <= ${filter.asOf} and ${inPeriod(filter, sql`run.started_at`)}
    union all
    select 'outage', system, began_at, ${over(filter.asOf, 'ended_at')},
      case when ended_at <= ${filter.asOf} then 'over' else 'lasting' end, null, null, null, failure_type
    from outage where began_at <= ${filter.asOf} and ${inPeriod(filter, sql`began_at`)}
    union all
    select 'pause', system, paused_at, ${over(filter.asOf, 'resumed_at')},
      case when resumed_at <= ${filter.asOf} then 'over' else 'lasting' end, null, null, null, reason
    from system_pause where paused_at <= ${filter.asOf} and ${inPeriod(filter, sql`paused_at`)}
    order by began, event, system`,
}

const over = (asOf: Date, end: string) => sql`case when ${sql.ref(end)} <= ${asOf} then ${sql.ref(end)} end`
