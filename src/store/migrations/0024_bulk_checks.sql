-- What Odoo had of a student right before the run of a bulk operation: ids and statuses. null: the
-- run has not begun.
alter table bulk_item add column odoo_before jsonb;

-- The comparison of Odoo after the run, or after its undo, with what the preview said.
create table bulk_check (
  operation_id integer primary key references bulk_operation on delete cascade,
  state text not null default 'checking' check (state in ('checking', 'completed', 'failed')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  failure_type text,
  -- Students compared, and those for whom something that was foreseen is not there yet.
  students integer not null default 0,
  waiting integer not null default 0
);

-- What the preview did not say, or said and is not there. Sentences without names.
create table bulk_difference (
  operation_id integer not null references bulk_check on delete cascade,
  program_id integer not null,
  student_id integer not null,
  kind text not null check (kind in ('access', 'tracker', 'contact', 'status', 'certificate', 'email', 'student')),
  detail text not null,
  primary key (operation_id, program_id, student_id, kind)
);
