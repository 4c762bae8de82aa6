-- The read model, the policies of programs, and what the API keeps about its callers.

-- The log: one row for each step of a workflow. (workflow_id, era, seq) makes writing it again harmless.
create table transition (
  workflow_id text not null,
  era bigint not null,
  seq integer not null,
  program_id integer not null,
  student_id integer not null,
  chart text not null check (chart in ('enrollment', 'progress', 'certificate')),
  -- Version of the certificate that the workflow is about (…/v2); 1 for the other charts.
  version integer not null,
  stage text not null,
  words text not null,
  task jsonb,
  closed boolean not null,
  facts jsonb not null,
  at timestamptz not null,
  primary key (workflow_id, era, seq)
);
create index transition_by_application on transition (program_id, student_id, at);

-- The fold: where each chart of an application stands, by its newest (version, era, seq).
create table chart_state (
  program_id integer not null,
  student_id integer not null,
  chart text not null,
  workflow_id text not null,
  version integer not null,
  era bigint not null,
  seq integer not null,
  stage text not null,
  words text not null,
  task jsonb,
  closed boolean not null,
  facts jsonb not null,
  at timestamptz not null,
  primary key (program_id, student_id, chart)
);
create index chart_state_with_task on chart_state (((task ->> 'since'))) where task is not null;

-- An application as people see it. The chart that was begun last speaks for it: enrollment begins progress, progress begins the
-- certificate; an application that is opened again begins a newer enrollment. The open task is the one that waits longest.
create view enrollment as
select
  front.program_id,
  front.student_id,
  front.chart,
  front.workflow_id,
  front.stage,
  front.words,
  front.closed,
  waiting.chart as task_chart,
  waiting.task,
  everything.updated_at
from (
  select distinct on (program_id, student_id) *
  from chart_state
  order by program_id, student_id, era desc,
    case chart when 'certificate' then 3 when 'progress' then 2 else 1 end desc
) front
cross join lateral (
  select max(c.at) as updated_at
  from chart_state c
  where c.program_id = front.program_id and c.student_id = front.student_id
) everything
left join lateral (
  select c.chart, c.task
  from chart_state c
  where c.program_id = front.program_id and c.student_id = front.student_id and c.task is not null
  order by c.task ->> 'since', c.chart
  limit 1
) waiting on true;

-- Policies: every version is kept, because every decision names the version it was made under.
create table policy (
  program_id integer not null,
  version integer not null check (version > 0),
  document jsonb not null,
  author text not null,
  created_at timestamptz not null default now(),
  primary key (program_id, version)
);

-- Callers of the API. The secret itself is never stored; random secrets need no slow hash.
create table api_key (
  id text primary key,
  name text not null,
  secret_sha256 bytea not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table session (
  token_sha256 bytea primary key,
  api_key_id text not null references api_key (id) on delete cascade,
  form_token text not null,
  expires_at timestamptz not null
);

-- Answers to repeated commands. status null: the first one is still being worked on.
create table idempotency (
  actor text not null,
  key text not null,
  request_sha256 bytea not null,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  primary key (actor, key)
);
create index idempotency_by_age on idempotency (created_at);
