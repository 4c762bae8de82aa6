-- Whether students who apply to a program are enrolled without a command. Every change is a new
-- version; the newest counts. A program without a row has the default of INTAKE_DEFAULT.
create table intake (
  program_id integer not null,
  version integer not null check (version > 0),
  mode text not null check (mode in ('off', 'preview', 'on')),
  -- Only students whose record in Odoo was created then or later. Null: everyone.
  since timestamptz,
  -- How many applications a person has accepted, however many are found at once.
  accepted integer not null default 0 check (accepted >= 0),
  -- How many applications were found at once when the brake wrote this version. Null: a person did.
  stopped_at_count integer,
  author text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  primary key (program_id, version)
);

-- One row per program, which is locked while applications are counted.
create table intake_state (
  program_id integer primary key,
  -- The rules under which students were last put into the queue. Null: never.
  noticed_rules jsonb,
  -- Applications found under this version of the intake.
  counted_version integer not null default 0,
  counted integer not null default 0
);

-- Applications that the sync has found and that never ran: those that wait for the end of a tick,
-- and for a while those that were started.
create table found_application (
  program_id integer not null,
  student_id integer not null,
  found_at timestamptz not null default now(),
  -- Null: it waits.
  admitted_at timestamptz,
  -- Whether it was admitted because a person had accepted it, so that the brake no longer counts it.
  was_accepted boolean not null default false,
  primary key (program_id, student_id)
);

-- Who would apply to a program whose intake is in preview, and what would happen. Ids and sentences
-- without names. Written by the sync, and can be written again.
create table applicant (
  program_id integer not null,
  student_id integer not null,
  -- Of the intake. Rows of an earlier version are not valid any more.
  intake_version integer not null,
  outcome text not null check (outcome in ('enroll', 'agent', 'review', 'cannot_apply')),
  reasons jsonb not null,
  assessed_at timestamptz not null default now(),
  primary key (program_id, student_id)
);
create index applicant_by_student on applicant (student_id);
