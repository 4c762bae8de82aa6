-- The read model, the policies of programs, and what the API stores about its callers.

-- The log: one row per step of a workflow. The key (workflow_id, run_epoch, seq) makes repeated
-- writes harmless.
create table transition (
  workflow_id text not null,
  -- Start of the workflow's first run. Milliseconds since 1970.
  run_epoch bigint not null,
  seq integer not null,
  program_id integer not null,
  student_id integer not null,
  -- Run of the application (table `application`).
  run integer not null,
  flow text not null check (flow in ('enrollment', 'progress', 'certificate')),
  -- Version of the workflow's certificate (…/v2); 1 in the other flows.
  version integer not null,
  stage text not null,
  message text not null,
  task jsonb,
  closed boolean not null,
  facts jsonb not null,
  at timestamptz not null,
  primary key (workflow_id, run_epoch, seq)
);
create index transition_by_application on transition (program_id, student_id, at);

-- The state of each flow of an application: its step with the greatest (run, version, run_epoch,
-- seq).
create table flow_state (
  program_id integer not null,
  student_id integer not null,
  flow text not null,
  workflow_id text not null,
  run integer not null,
  version integer not null,
  run_epoch bigint not null,
  seq integer not null,
  stage text not null,
  message text not null,
  task jsonb,
  closed boolean not null,
  facts jsonb not null,
  at timestamptz not null,
  primary key (program_id, student_id, flow)
);
create index flow_state_with_task on flow_state (((task ->> 'since'))) where task is not null;

-- An application as people see it. Its stage is that of the flow that started last: enrollment
-- starts progress, progress starts the certificate, and a reopened application starts a new
-- enrollment. Its task is the open task that has waited longest.
create view application_status as
select
  latest.program_id,
  latest.student_id,
  latest.run,
  latest.flow,
  latest.workflow_id,
  latest.stage,
  latest.message,
  latest.closed,
  waiting.flow as task_flow,
  waiting.task,
  changes.updated_at
from (
  select distinct on (program_id, student_id) *
  from flow_state
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
) waiting on true;

-- Policies. Every version is kept, because every decision names the version it is based on.
create table policy (
  program_id integer not null,
  version integer not null check (version > 0),
  document jsonb not null,
  author text not null,
  created_at timestamptz not null default now(),
  primary key (program_id, version)
);

-- Callers of the API. Only the hash of the secret is stored. Random secrets need no slow hash.
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
  expires_at timestamptz not null
);

-- Responses for repeated commands. status null: the first request is still in progress.
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
