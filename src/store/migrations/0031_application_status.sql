-- An application as people see it, as a table: lists of a million applications are filtered and
-- sorted by it. Written together with `flow_state`, and rebuilt with it.
alter view application_status rename to computed_status;

create table application_status (
  program_id integer not null,
  student_id integer not null,
  run integer not null,
  flow text not null,
  workflow_id text not null,
  stage text not null,
  -- When the flow came into the stage.
  stage_since timestamptz not null,
  message text not null,
  closed boolean not null,
  task_flow text,
  task jsonb,
  task_kind text generated always as (task ->> 'kind') stored,
  -- The `since` of the task.
  waiting_since timestamptz,
  updated_at timestamptz not null,
  primary key (program_id, student_id)
);

insert into application_status (
  program_id, student_id, run, flow, workflow_id, stage, stage_since, message, closed, task_flow, task,
  waiting_since, updated_at)
select program_id, student_id, run, flow, workflow_id, stage, coalesce(entered.at, updated_at), message, closed,
  task_flow, task, (task ->> 'since')::timestamptz, updated_at
from computed_status latest
left join lateral (
  select min(t.at) as at
  from flow_state f
  join transition t on t.workflow_id = f.workflow_id and t.run_epoch = f.run_epoch
  where f.program_id = latest.program_id and f.student_id = latest.student_id and f.flow = latest.flow
    and t.seq > coalesce((
      select max(o.seq) from transition o
      where o.workflow_id = f.workflow_id and o.run_epoch = f.run_epoch and o.stage <> latest.stage), 0)
) entered on true;

drop view computed_status;

create index application_status_by_student on application_status (student_id);
create index application_status_by_stage on application_status (stage, program_id);
create index application_status_by_change on application_status (updated_at, student_id);
create index application_status_waiting on application_status (waiting_since, student_id) where task is not null;
create index application_status_by_task on application_status (task_kind, program_id) where task is not null;
create index certificate_by_student on certificate (student_id);
