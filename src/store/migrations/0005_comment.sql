-- What people write with their decisions. The texts may name people, so they stay here: only their
-- ids go to Temporal.
create table comment (
  id bigint generated always as identity primary key,
  program_id integer not null,
  student_id integer not null,
  text text not null,
  author text not null,
  -- The command it came with, so that a repeated command finds its comment.
  command_id text not null unique,
  created_at timestamptz not null default now()
);
create index comment_by_application on comment (program_id, student_id, id);
