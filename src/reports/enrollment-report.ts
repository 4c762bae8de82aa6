import { sql } from 'kysely'
import { dayOf, inPeriod } from './conditions.js'
import type { Report } from './report.js'
import { runsAsOf } from './runs-as-of.js'

/** Per program and month: how many began in it, and what had become of them. */
export const enrollmentReport: Report = {
  isPersonal: false,
  columns: () => [
    { id: 'program', type: 'program' },
    { id: 'month', type: 'text' },
    { id: 'applied', type: 'count' },
    { id: 'enrolled', type: 'count' },
    { id: 'completed', type: 'count' },
    { id: 'certified', type: 'count' },
    { id: 'otherwiseEnded', type: 'count' },
    { id: 'open', type: 'count' },
    { id: 'completionRate', type: 'percent' },
    { id: 'medianDays', type: 'days' },
  ],
  notes: ({ isCurrent }) =>
    isCurrent ? ['log_is_seconds_behind'] : ['names_are_todays', 'agents_are_todays'],
  query: (filter) => sql`
    select program_id as program, left(${dayOf(sql`began_at`, filter)}, 7) as month,
      count(*) as applied,
      count(training_began_at) as enrolled,
      count(completed_at) as completed,
      count(*) filter (where ended_stage = 'certified') as certified,
      count(*) filter (where ended_stage <> 'certified') as "otherwiseEnded",
      count(*) filter (where ended_stage is null) as open,
      round(100.0 * count(*) filter (where ended_stage = 'certified') / nullif(count(training_began_at), 0), 1)
        as "completionRate",
      round((percentile_cont(0.5) within group (order by extract(epoch from ended_at - training_began_at) / 86400)
        filter (where ended_stage = 'certified' and training_began_at is not null))::numeric, 1) as "medianDays"
    from (${runsAsOf(filter)}) as runs
    where ${inPeriod(filter, sql`began_at`)}
    group by 1, 2
    order by 1, 2`,
}
