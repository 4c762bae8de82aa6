-- What the sync knows about Odoo, and what it last notified the workflows of. Ids, numbers and
-- hashes; no personal data.

-- Position of the sweep: Odoo's clock at the start of the last tick whose pages are all done.
create table sync_cursor (
  name text primary key,
  position timestamptz,
  -- Versions of program settings that the running tick has seen. They become known when its pages
  -- are done.
  pending jsonb
);

-- Version of each row when its page was last done. An equal hash means no change, whatever
-- write_date says: Odoo updates it on writes that change nothing.
create table known_version (
  model text not null,
  record_id integer not null,
  write_date timestamptz,
  hash text not null,
  primary key (model, record_id)
);

-- What the workflows of an application were last notified of.
create table last_notified (
  program_id integer not null,
  student_id integer not null,
  facts_version text,
  -- The statuses in Odoo that the workflows last wrote.
  statuses jsonb,
  -- The student's contact.
  contact_id integer,
  -- The whole progress snapshot. `couldDecide` compares the next one with it.
  snapshot jsonb,
  snapshot_read_at timestamptz,
  primary key (program_id, student_id)
);
create index last_notified_by_student on last_notified (student_id);

-- The newest numbers of each tracker, for lists and reports. Percent; null: the course does not
-- require it.
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
  membership text not null check (membership in ('active', 'archived', 'gone', 'unknown')),
  read_at timestamptz not null
);
create index progress_number_by_application on progress_number (program_id, student_id);

-- A mailbox belongs to one student. The key is the SHA-256 of the normalized address, never the
-- address. The first claim wins, so two students who are enrolled at the same moment cannot share a
-- contact.
create table identity_claim (
  mailbox_hash text primary key,
  student_id integer not null,
  claimed_at timestamptz not null default now()
);
create index identity_claim_by_student on identity_claim (student_id);
