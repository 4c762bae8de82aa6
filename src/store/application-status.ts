import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './database.js'

/**
 * Writes how applications stand from the states of their flows. `applications` has the columns
 * `program_id` and `student_id`.
 *
 * The stage is that of the flow that started last: enrollment starts progress, progress starts the
 * certificate, and a reopened application starts a new enrollment. The task is the open task that
 * has waited longest. A training has a deadline until it is paused or complete.
 */
export async function writeApplicationStatus(
  db: Kysely<Database>,
  applications: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    insert into application_status (
      program_id, student_id, run, flow, workflow_id, stage, stage_since, message, closed, task_flow, task,
      waiting_since, updated_at, deadline_at, sentences
    )
    select latest.program_id, latest.student_id, latest.run, latest.flow, latest.workflow_id, latest.stage,
      coalesce(entered.at, latest.at), latest.message, latest.closed, waiting.flow, waiting.task,
      (waiting.task ->> 'since')::timestamptz, changes.updated_at,
      case when latest.flow = 'progress' and not latest.closed and latest.stage not in ('paused', 'certificate_pending')
        then (latest.facts ->> 'deadlineAt')::timestamptz end,
      latest.sentences
    from (
      select distinct on (program_id, student_id) *
      from flow_state
      where (program_id, student_id) in (select program_id, student_id from ${applications})
      order by program_id, student_id, run desc, run_epoch desc,
        case flow when 'certificate' then 3 when 'progress' then 2 else 1 end desc
    ) latest
    cross join lateral (
      select max(c.at) as updated_at
      from flow_state c
      where c.program_id = latest.program_id and c.student_id = latest.student_id
    ) changes
    left join lateral (
      select c.flow, c.task
      from flow_state c
      where c.program_id = latest.program_id and c.student_id = latest.student_id and c.task is not null
      order by c.task ->> 'since', c.flow
      limit 1
    ) waiting on true
    left join lateral (
      select min(t.at) as at
      from transition t
      where t.workflow_id = latest.workflow_id and t.run_epoch = latest.run_epoch
        and t.seq > coalesce((
          select max(o.seq) from transition o
          where o.workflow_id = latest.workflow_id and o.run_epoch = latest.run_epoch and o.stage <> latest.stage
        ), 0)
    ) entered on true
    order by latest.program_id, latest.student_id
    on conflict (program_id, student_id) do update set
      run = excluded.run, flow = excluded.flow, workflow_id = excluded.workflow_id, stage = excluded.stage,
      stage_since = excluded.stage_since, message = excluded.message, closed = excluded.closed,
      task_flow = excluded.task_flow, task = excluded.task, waiting_since = excluded.waiting_since,
      updated_at = excluded.updated_at, deadline_at = excluded.deadline_at,
      sentences = excluded.sentences`.execute(db)
}
