import { sql } from 'kysely'
import type { Store } from './store.js'

/** Instants; the second is not included. */
export interface Period {
  readonly from: Date
  readonly until: Date
}

/** What was measured in a period. */
export interface Measured {
  /** Values compared with Odoo, and those that differed. */
  readonly accuracy: { readonly count: number; readonly misses: number }
  readonly requests: number
  readonly errors: number
  /** By duration; empty: no minute was measured. */
  readonly durations: readonly number[]
  /** Whole minutes since measuring began, and those in which nothing ran. */
  readonly minutes: { readonly count: number; readonly misses: number }
}

export async function measuredIn({ db }: Store, { from, until }: Period): Promise<Measured> {
  const [accuracy, totals, durations] = await Promise.all([
    sql<{ count: number; misses: number }>`
      select coalesce(sum(compared), 0) as count, coalesce(sum(mismatches), 0) as misses
      from reconciliation join reconciliation_accuracy on run_id = id
      where finished_at >= ${from} and finished_at < ${until}`.execute(db),
    sql<{ requests: number; errors: number; seen: number; minutes: number }>`
      with first as (
        select greatest(${from}::timestamptz, min(minute)) as minute from service_minute having count(*) > 0
      ), bound as (
        select minute as first, least(${until}::timestamptz, date_trunc('minute', now())) as last from first
      )
      select coalesce(sum(requests), 0) as requests, coalesce(sum(errors), 0) as errors, count(minute) as seen,
        coalesce(greatest(0, min(extract(epoch from last - bound.first) / 60)::integer), 0) as minutes
      from bound left join service_minute on minute >= bound.first and minute < last`.execute(db),
    sql<{ count: number }>`
      select sum(count) as count
      from service_minute, unnest(durations) with ordinality as class (count, at)
      where minute >= ${from} and minute < ${until}
      group by at order by at`.execute(db),
  ])
  const { requests, errors, seen, minutes } = totals.rows[0] ?? {
    requests: 0,
    errors: 0,
    seen: 0,
    minutes: 0,
  }
  return {
    accuracy: accuracy.rows[0] ?? { count: 0, misses: 0 },
    requests,
    errors,
    durations: durations.rows.map(({ count }) => count),
    minutes: { count: minutes, misses: Math.max(0, minutes - seen) },
  }
}

/** What became of trainings in a period. */
export interface Outcomes {
  /** Trainings that ended, and those of them that ended with a certificate. */
  readonly ended: number
  readonly certified: number
  /** Median days from the start of a training to its certificate; null: nobody was certified. */
  readonly medianDays: number | null
  /** Trainings that were open at some time, and those with a milestone or a completed course. */
  readonly open: number
  readonly active: number
}

export async function outcomesIn({ db }: Store, { from, until }: Period): Promise<Outcomes> {
  const { rows } = await sql<Outcomes>`
    with run as (
      select *, ended_at >= ${from} and ended_at < ${until} as ends
      from application
      where training_started_at < ${until} and (ended_at is null or ended_at >= ${from})
    )
    select count(*) filter (where ends) as ended,
      count(*) filter (where ends and ended_stage = 'certified') as certified,
      percentile_cont(0.5) within group (order by extract(epoch from ended_at - training_started_at) / 86400)
        filter (where ends and ended_stage = 'certified') as "medianDays",
      count(*) as open,
      count(*) filter (where exists (
        select from email
        where email.program_id = run.program_id and email.student_id = run.student_id and email.run = run.run
          and email.kind in ('milestone', 'completion')
          and email.created_at >= ${from} and email.created_at < ${until})) as active
    from run`.execute(db)
  return rows[0] ?? { ended: 0, certified: 0, medianDays: null, open: 0, active: 0 }
}
