-- What follows from a step and no workflow waits for: emails, and statuses in Odoo. Written in the
-- transaction of the step, and removed once it is delivered or given up. No personal data: an email
-- is a request that names ids.

create table outbox (
  id bigint generated always as identity primary key,
  channel text not null check (channel in ('emails', 'statuses')),
  program_id integer not null,
  student_id integer not null,
  run integer not null,
  -- Tells one entry of a run and channel from the next: `milestone.50`. Statuses have only one,
  -- because each is the whole point that the run has reached.
  key text not null,
  request jsonb not null,
  -- The step that it follows from (`transition`).
  workflow_id text not null,
  run_epoch bigint not null,
  seq integer not null,
  step_at timestamptz not null,
  created_at timestamptz not null default now(),
  -- Earliest next attempt. While one is being made: when its process counts as dead.
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  unique (channel, program_id, student_id, run, key)
);

create index outbox_by_due on outbox (channel, due_at);
create index outbox_of_step on outbox (workflow_id, run_epoch, seq);
