-- Dry runs of other rules for a program: whom they would concern, and how. Nothing was changed.
create table dry_run (
  id integer generated always as identity primary key,
  program_id integer not null,
  -- The newest version of the program's policy at that time; 0: there was none.
  based_on integer not null,
  -- The proposed policy; null: each student's own.
  policy jsonb,
  -- Proposed changes of course integrations.
  courses jsonb not null,
  -- Hash of the policy, the courses and the version.
  hash text not null,
  -- Caller of the API, or whoever used the command line.
  author text not null,
  state text not null default 'running' check (state in ('running', 'completed', 'failed')),
  -- Type of the failure.
  failure_type text,
  -- Students whose outcomes were compared.
  students integer,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index dry_run_by_program on dry_run (program_id);

-- One row for each consequence. Ids and sentences without names.
create table dry_run_change (
  dry_run_id integer not null references dry_run on delete cascade,
  kind text not null,
  student_id integer not null,
  -- 0: the program as a whole.
  course_integration_id integer not null,
  concerned text not null check (concerned in ('applicant', 'enrolling', 'training')),
  before text not null,
  after text not null,
  reason text not null,
  primary key (dry_run_id, kind, student_id, course_integration_id)
);
