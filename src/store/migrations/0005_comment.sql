-- What people write when they decide. Such texts may name people, so they stay here; only their number travels through Temporal.
create table comment (
  id bigint generated always as identity primary key,
  program_id integer not null,
  student_id integer not null,
  text text not null,
  author text not null,
  -- The command it came with: a command that is sent again finds its remark.
  command_id text not null unique,
  created_at timestamptz not null default now()
);
create index comment_by_application on comment (program_id, student_id, id);
