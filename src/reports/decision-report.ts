import { sql } from 'kysely'
import { concerned, inPeriod, studentName } from './conditions.js'
import type { Report } from './report.js'

/**
 * What people decided in the period: decisions on tasks, and commands to single applications. Both
 * are steps of a workflow; which command it was follows from the step.
 */
export const decisionReport: Report = {
  isPersonal: true,
  columns: () => [
    { id: 'decidedAt', type: 'instant' },
    { id: 'application', type: 'text' },
    { id: 'student', type: 'text' },
    { id: 'program', type: 'program' },
    { id: 'task', type: 'word', words: 'tasks' },
    { id: 'decision', type: 'word', words: 'decisions' },
    { id: 'decidedBy', type: 'actor' },
    { id: 'reason', type: 'text' },
    { id: 'waitedDays', type: 'days' },
    { id: 'policyVersion', type: 'count' },
  ],
  notes: ({ isCurrent }) =>
    isCurrent ? ['log_is_seconds_behind'] : ['names_are_todays', 'agents_are_todays'],
  query: (filter) => sql`
    with step as (
      select workflow_id, run_epoch, seq, program_id, student_id, run, flow, stage, closed, at, facts,
        lag(task) over (partition by workflow_id, run_epoch order by seq) as task_before
      from transition
      where at <= ${filter.asOf} and ${concerned(filter, 'transition')}
    ), decided as (
      select step.*, task_before ->> 'kind' as task, facts -> 'decision' ->> 'decision' as decision,
        facts -> 'decision' as act
      from step
      where jsonb_typeof(facts -> 'decision') = 'object' and task_before is not null
      union all
      select step.*, null,
        case
          when facts ? 'policy' then 'move_to_policy'
          when stage = 'withdrawn' then 'withdraw'
          when facts -> 'command' ? 'courseIntegrationId' then 'override'
          when facts -> 'command' ? 'deadline' then 'extend'
          when stage = 'paused' then 'pause'
          else 'resume'
        end, facts -> 'command'
      from step
      where jsonb_typeof(facts -> 'command') = 'object' and flow <> 'certificate'
    )
    select decided.at as "decidedAt", decided.program_id || '-' || decided.student_id as application,
      ${studentName(filter)} as student, decided.program_id as program, decided.task, decided.decision,
      act ->> 'by' as "decidedBy", comment.text as reason,
      case when task_before is not null then
        round((extract(epoch from decided.at - (task_before ->> 'since')::timestamptz) / 86400)::numeric, 1)
      end as "waitedDays",
      coalesce((
        select (move.facts -> 'policy' ->> 'from')::integer
        from transition as move
        where move.program_id = decided.program_id and move.student_id = decided.student_id
          and move.run = decided.run and move.at > decided.at and move.facts -> 'policy' ? 'from'
        order by move.at limit 1
      ), application.policy_version) as "policyVersion"
    from decided
    left join person on person.student_id = decided.student_id
    left join application on application.program_id = decided.program_id
      and application.student_id = decided.student_id and application.run = decided.run
    left join comment on comment.id::text = act ->> 'comment' and comment.student_id = decided.student_id
    where ${inPeriod(filter, sql`decided.at`)}
    order by decided.at, decided.workflow_id, decided.run_epoch, decided.seq`,
}
