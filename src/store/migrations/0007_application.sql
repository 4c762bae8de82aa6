-- The register of applications: which ones ran, and how they ended. Temporal forgets closed
-- workflows, and the read model can be rebuilt, so neither can say whether an application may start.

-- One row per run. It is written before the run's workflow starts. A person who reopens a closed
-- application starts the next run.
create table application (
  program_id integer not null,
  student_id integer not null,
  run integer not null check (run > 0),
  started_at timestamptz not null default now(),
  -- Who brought the application; `adoption`: the row was made from records in Odoo. Null: it was
  -- made from the steps of its workflow.
  origin text check (origin in ('sweep', 'api', 'adoption')),
  -- The newest version of the program's policy at the start, 0 if there was none. The whole run keeps
  -- it.
  policy_version integer not null check (policy_version >= 0),
  training_started_at timestamptz,
  -- The end of the whole run: of an enrollment that did not lead to training, or of the training.
  ended_at timestamptz,
  ended_stage text,
  -- Whom the run is about, because Odoo may give the student's id to somebody else. Null: unknown.
  -- The record's creation date in Odoo, the hash of the normalized email address (as in
  -- identity_claim), and Odoo's database.uuid.
  student_created_at timestamptz,
  mailbox_hash text,
  database_uuid text,
  -- Numbers the people who have had this student id, from 1. Certificates belong to one of them.
  person integer not null default 1 check (person > 0),
  -- Since when the student's record is about another person. Null: it is not, or the sweep has
  -- checked them after the end of this run.
  another_person_since timestamptz,
  primary key (program_id, student_id, run),
  check ((ended_at is null) = (ended_stage is null))
);
create index application_by_student on application (student_id);
create index application_of_another_person on application (student_id) where another_person_since is not null;
