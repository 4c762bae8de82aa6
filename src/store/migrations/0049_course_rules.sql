-- What the courses of a program ask for, as Odoo had it: one version for each change that was noticed.
create table course_rules (
  program_id integer not null,
  version integer not null,
  -- The active courses with their thresholds, minimums, lessons and assessments.
  rules jsonb not null,
  noticed_at timestamptz not null default now(),
  -- Whether students in training follow this version. `open`: a person has not decided yet.
  decision text not null
    check (decision in ('first', 'at_once', 'nobody', 'open', 'superseded', 'applied', 'new_only')),
  -- Who decided, when and why. null: nobody had to.
  decided_by text,
  decided_at timestamptz,
  reason text,
  -- The dry run that was made when the change was noticed; it is kept for some time only.
  dry_run_id integer,
  primary key (program_id, version)
);

-- The version that a training is under. null: no training yet, or no version was noticed before it.
alter table application add column course_rules_version integer;
create index application_by_course_rules on application (program_id, course_rules_version)
  where ended_at is null and course_rules_version is not null;

-- The version of the course rules whose effect on students in training a dry run shows.
alter table dry_run add column course_rules_version integer;
