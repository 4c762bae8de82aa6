-- Who takes care of an open task instead of the student's agent, and until when it rests. Workflows
-- do not know it: nothing of it changes what happens to the student. A row is about one task; a
-- later task of the same workflow has another beginning.
create table task_handling (
  workflow_id text not null,
  since timestamptz not null,
  program_id integer not null,
  student_id integer not null,
  -- User in Odoo. Null: the student's agent.
  assignee_id integer,
  snoozed_until timestamptz,
  changed_by text not null,
  changed_at timestamptz not null default now(),
  primary key (workflow_id, since)
);
create index task_handling_by_student on task_handling (student_id) where assignee_id is not null;

create trigger note_insert after insert on task_handling
  referencing new table as after for each statement execute function note_rows('task');
create trigger note_update after update on task_handling
  referencing new table as after for each statement execute function note_rows('task');
create trigger note_insert after insert on comment
  referencing new table as after for each statement execute function note_rows('application');
