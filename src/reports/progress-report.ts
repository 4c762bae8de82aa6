import { sql } from 'kysely'
import { concerned, inPeriod, studentName } from './conditions.js'
import type { Column, Report } from './report.js'
import { runsAsOf } from './runs-as-of.js'

const COLUMNS: readonly Column[] = [
  { id: 'application', type: 'text' },
  { id: 'student', type: 'text' },
  { id: 'program', type: 'program' },
  { id: 'run', type: 'count' },
  { id: 'began', type: 'instant' },
  { id: 'trainingBegan', type: 'instant' },
  { id: 'stage', type: 'word', words: 'stages' },
  { id: 'since', type: 'instant' },
  { id: 'task', type: 'word', words: 'tasks' },
  { id: 'taskSince', type: 'instant' },
  { id: 'coursesCompleted', type: 'count' },
  { id: 'ended', type: 'instant' },
]

/** Not logged, so only known as of now. */
const CURRENT: readonly Column[] = [
  { id: 'progress', type: 'percent' },
  { id: 'agent', type: 'text' },
]

/** Where each student stood: the latest run of each application that began in the period. */
export const progressReport: Report = {
  isPersonal: true,
  columns: ({ isCurrent }) => (isCurrent ? [...COLUMNS, ...CURRENT] : COLUMNS),
  notes: ({ isCurrent }) =>
    isCurrent
      ? ['log_is_seconds_behind']
      : ['names_are_todays', 'agents_are_todays', 'no_numbers_of_the_past'],
  query: (filter) => sql`
    with run as (
      select distinct on (program_id, student_id) * from (${runsAsOf(filter)}) as runs
      order by program_id, student_id, run desc
    ), step as materialized (
      select workflow_id, run_epoch, seq, program_id, student_id, run, flow, version, stage, at,
        task ->> 'kind' as task_kind, task ->> 'since' as task_since,
        case when flow = 'progress' then coalesce(
          facts -> 'course' ->> 'courseIntegrationId', facts -> 'command' ->> 'courseIntegrationId') end as course
      from transition
      where at <= ${filter.asOf} and ${concerned(filter, 'transition')}
    ), flow_state as (
      select distinct on (program_id, student_id, flow) *
      from step
      order by program_id, student_id, flow, run desc, version desc, run_epoch desc, seq desc
    ), latest as (
      select distinct on (program_id, student_id) *
      from flow_state
      order by program_id, student_id, run desc, run_epoch desc,
        case flow when 'certificate' then 3 when 'progress' then 2 else 1 end desc
    ), entered as (
      select step.workflow_id, step.run_epoch, min(step.at) as at
      from step
      join (
        select step.workflow_id, step.run_epoch, coalesce(max(step.seq) filter (where step.stage <> latest.stage), 0) as seq
        from step join latest using (workflow_id, run_epoch)
        group by step.workflow_id, step.run_epoch
      ) as before on before.workflow_id = step.workflow_id and before.run_epoch = step.run_epoch and step.seq > before.seq
      group by step.workflow_id, step.run_epoch
    ), task as (
      select distinct on (program_id, student_id) program_id, student_id, task_kind, task_since
      from flow_state
      where task_kind is not null
      order by program_id, student_id, task_since, flow
    ), course as (
      select program_id, student_id, run, count(distinct course) as completed
      from step
      where course is not null
      group by program_id, student_id, run
    )
    select run.program_id || '-' || run.student_id as application, ${studentName(filter)} as student,
      run.program_id as program, run.run, run.began_at as began, run.training_began_at as "trainingBegan",
      latest.stage, entered.at as since, task.task_kind as task, task.task_since::timestamptz as "taskSince",
      coalesce(course.completed, 0) as "coursesCompleted", run.ended_at as ended
      ${filter.isCurrent ? sql`, numbers.progress, agent.name as agent` : sql``}
    from run
    join latest using (program_id, student_id)
    join entered on entered.workflow_id = latest.workflow_id and entered.run_epoch = latest.run_epoch
    left join task on task.program_id = run.program_id and task.student_id = run.student_id
    left join course on course.program_id = run.program_id and course.student_id = run.student_id and course.run = run.run
    left join person on person.student_id = run.student_id
    ${filter.isCurrent ? current : sql``}
    where ${inPeriod(filter, sql`run.began_at`)}
    order by run.program_id, run.student_id`,
}

/** The mean over the courses of an application. */
const current = sql`
  left join agent on agent.agent_id = person.agent_id
  left join (
    select program_id, student_id, round(avg(overall)::numeric, 1) as progress
    from progress_number group by program_id, student_id
  ) as numbers on numbers.program_id = run.program_id and numbers.student_id = run.student_id`
