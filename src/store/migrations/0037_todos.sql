-- To-dos: open tasks as activities on students' records in Odoo. A row exists before its activity
-- does, so that no killed process leaves an activity that nobody knows of.

create table todo (
  workflow_id text not null,
  -- Of the task: a workflow has one open task at a time.
  since timestamptz not null,
  student_id integer not null,
  -- Part of the external id of the activity. It grows when a reminder needs a new activity, because
  -- staff have marked the earlier one as done.
  generation integer not null default 1,
  -- What Odoo has: a hash of the task and its agent. Null: not written yet.
  version text,
  -- Reminders and escalations of the task when it was written.
  nudges integer not null default 0,
  -- Language of its texts.
  language text not null default 'en' check (language in ('en', 'ar')),
  -- When it may be written again after Odoo refused it.
  due_at timestamptz not null default now(),
  primary key (workflow_id, since)
);
create index todo_by_student on todo (student_id);
