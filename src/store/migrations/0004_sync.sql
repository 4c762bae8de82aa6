-- What the sync knows of Odoo, and what it has told the workflows. Ids, numbers and fingerprints; no people.

-- How far the cursor sweep has come: Odoo's own clock at the start of the last tick whose pages are all done.
create table sync_cursor (
  name text primary key,
  position timestamptz,
  -- Versions of the program settings that the tick in flight has seen: they count as known when its pages are done.
  pending jsonb
);

-- Last version of each row that a page was done with. An equal hash is no change, whatever write_date says: Odoo moves it
-- on writes that change nothing.
create table known_version (
  model text not null,
  record_id integer not null,
  write_date timestamptz,
  hash text not null,
  primary key (model, record_id)
);

-- What was told last to the workflows of an application.
create table last_notified (
  program_id integer not null,
  student_id integer not null,
  facts_version text,
  -- Snapshot of progress, whole: `couldDecide` compares the next one with it.
  snapshot jsonb,
  snapshot_read_at timestamptz,
  primary key (program_id, student_id)
);
create index last_notified_by_student on last_notified (student_id);

-- The newest numbers of each tracker, for lists and reports. Percent; null: the course does not ask for it.
create table progress_number (
  tracker_id integer primary key,
  program_id integer not null,
  student_id integer not null,
  course_integration_id integer not null,
  elearning double precision,
  sessions double precision,
  homework double precision,
  assessments double precision,
  overall double precision not null,
  threshold double precision not null,
  tracker_status text not null,
  membership text not null check (membership in ('active', 'archived', 'gone')),
  read_at timestamptz not null
);
create index progress_number_by_application on progress_number (program_id, student_id);

-- One mailbox stands for one student. The key is the SHA-256 of the normalised address, never the address; the first claim holds,
-- so two students who are enrolled at the same moment cannot both take one contact.
create table identity_claim (
  mailbox_hash text primary key,
  student_id integer not null,
  claimed_at timestamptz not null default now()
);
create index identity_claim_by_student on identity_claim (student_id);
