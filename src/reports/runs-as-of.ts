import { type RawBuilder, sql } from 'kysely'
import { concerned } from './conditions.js'
import type { ReportFilter } from './report.js'

/**
 * The runs of applications as the step log says they were at a moment: later steps do not count, so
 * the same moment gives the same runs whenever one asks. Columns: `program_id`, `student_id`,
 * `run`, `began_at`, `training_began_at`, `completed_at` (a certificate was requested), `ended_at`,
 * `ended_stage`. A run ends as in the register (`updateRuns` in `store/application-runs.ts`).
 */
export const runsAsOf = (filter: ReportFilter): RawBuilder<unknown> => sql`
  with step as materialized (
    select program_id, student_id, run, flow, run_epoch, seq, stage, closed, at
    from transition
    where at <= ${filter.asOf} and ${concerned(filter, 'transition')}
  ), last as (
    select distinct on (program_id, student_id, run)
      program_id, student_id, run, at, stage, closed and stage <> 'training_started' as has_ended
    from step
    where flow <> 'certificate'
    order by program_id, student_id, run, flow = 'progress' desc, run_epoch desc, seq desc
  )
  select program_id, student_id, run,
    min(step.at) as began_at,
    min(step.at) filter (
      where flow = 'progress' or (flow = 'enrollment' and step.stage = 'training_started')) as training_began_at,
    min(step.at) filter (where flow = 'certificate' or step.stage = 'certified') as completed_at,
    min(last.at) filter (where last.has_ended) as ended_at,
    min(last.stage) filter (where last.has_ended) as ended_stage
  from step left join last using (program_id, student_id, run)
  group by program_id, student_id, run`
