-- Migration plans: the students of a program, sorted by what would happen when it goes live.
-- Nothing was changed.
create table migration_plan (
  id integer generated always as identity primary key,
  program_id integer not null,
  author text not null,
  state text not null default 'running' check (state in ('running', 'completed', 'failed')),
  failure_type text,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index migration_plan_by_program on migration_plan (program_id);

create table migration_plan_student (
  plan_id integer not null references migration_plan on delete cascade,
  student_id integer not null,
  outcome text not null check (outcome in ('enroll', 'adopt', 'finished', 'certified', 'person', 'cannot')),
  -- Sentences without names.
  reasons jsonb not null,
  primary key (plan_id, student_id)
);
create index migration_plan_student_by_outcome on migration_plan_student (plan_id, outcome, student_id);
