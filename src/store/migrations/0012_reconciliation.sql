-- Reconciliation: the comparison of all rows of Odoo with what we remember of them.

-- What a row adds to the sums that are compared. Null: remembered before there were any.
alter table known_version
  -- Values of the fields that rows are grouped by, as JSON.
  add column group_key text,
  -- Values of the fields that are summed.
  add column figures double precision[],
  -- A checksum of each compared field, to tell which one differs.
  add column checksums integer[];
-- The next sweep reads all students again, and so remembers the sums of their rows.
delete from sync_cursor;
delete from known_version where student_id is null;

alter table changed_student
  drop constraint changed_student_source_check,
  add constraint changed_student_source_check check (source in ('webhook', 'sweep', 'reconciliation'));
alter table progress_number
  drop constraint progress_number_source_check,
  add constraint progress_number_source_check
    check (source in ('webhook', 'sweep', 'reconciliation', 'resync'));

-- Runs, newest last. The last ones are kept.
create table reconciliation (
  id bigint generated always as identity primary key,
  dry_run boolean not null,
  -- The run of the workflow that registered itself.
  workflow_run text unique,
  -- Caller of the API or `cli`; null: the schedule.
  requested_by text,
  -- stopped: it would have repaired too much, and waits for a person.
  state text not null default 'running' check (state in ('running', 'stopped', 'completed', 'failed')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Students that the drift concerns, and how many there are.
  students_concerned integer,
  students_known integer,
  confirmed_by text,
  -- Type of the failure.
  failure_type text
);

-- Rows that were compared in a run, and in how many of them a field differed. The field `record`:
-- whether the row is there at all.
create table reconciliation_accuracy (
  run_id bigint not null references reconciliation (id) on delete cascade,
  model text not null,
  field text not null,
  compared integer not null,
  mismatches integer not null check (mismatches <= compared),
  primary key (run_id, model, field)
);

-- What a run has found. Ids only, no personal data.
create table drift (
  id bigint generated always as identity primary key,
  run_id bigint not null references reconciliation (id) on delete cascade,
  class text not null,
  -- The plan's name of the model: gr.student.
  model text not null,
  record_id integer not null,
  program_id integer,
  student_id integer,
  -- Whose row it was before.
  former_student_id integer,
  -- The fields that differ.
  fields text[] not null default '{}',
  action text not null check (action in ('reread', 'forget', 'restart', 'person')),
  -- found: nothing done yet. noticed: the student is in the queue. repaired: the student was read
  -- again. handed_over: a person has a task.
  state text not null default 'found' check (state in ('found', 'noticed', 'repaired', 'handed_over')),
  found_at timestamptz not null default now(),
  unique nulls not distinct (run_id, class, model, record_id, program_id, student_id)
);
create index drift_by_state on drift (run_id, state, id);

-- Certificates that Odoo no longer has as valid. withdrawn: the record was deleted there. expired: it
-- was set to expired there before its last day.
alter table certificate
  drop constraint certificate_state_check,
  add constraint certificate_state_check
    check (state in ('valid', 'revoked', 'superseded', 'withdrawn', 'expired'));
