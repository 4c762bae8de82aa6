-- What the sync knows about Odoo, and what it last notified the workflows of. Ids, numbers and
-- hashes; no personal data.

-- How far the sweep has read each model of Odoo.
create table sync_cursor (
  -- The plan's name of the model: gr.student.
  model text primary key,
  -- Odoo's clock at the start of the last search that came to its end. Null: none has.
  position timestamptz,
  -- The first search reads all students by rising id and survives a restart: when it began, and the
  -- last id that it has read. Null: it does not run.
  scan_started timestamptz,
  scan_after integer
);

-- Version of each row when its page was last done. An equal hash means no change, whatever
-- write_date says: Odoo updates it on writes that change nothing.
create table known_version (
  model text not null,
  record_id integer not null,
  write_date timestamptz,
  hash text not null,
  -- Whose row it is. A record that is deleted later still leads to its student.
  student_id integer,
  primary key (model, record_id)
);

-- Students to read again: the queue between the search for changes and the pages. A row leaves when
-- a page has read the student and nothing was noticed meanwhile.
create table changed_student (
  student_id integer primary key,
  -- Who noticed it. A student that a webhook names comes first.
  source text not null check (source in ('webhook', 'sweep')),
  noticed_at timestamptz not null default now(),
  -- Grows each time the student is noticed again.
  version integer not null default 1,
  -- The page that has claimed it, and until when. A page that dies loses its claim then.
  claim text,
  claimed_until timestamptz
);
create index changed_student_free on changed_student ((source = 'webhook') desc, noticed_at)
  where claim is null;
create index changed_student_by_claim on changed_student (claim) where claim is not null;
create index changed_student_by_lease on changed_student (claimed_until) where claim is not null;

-- Course integrations whose counters must be written. 0: those of all courses and programs.
create table due_counter (
  course_integration_id integer primary key,
  version integer not null default 1
);

-- The last failure of each part of the sweep, by its type.
create table sync_failure (
  part text primary key,
  failure_type text not null,
  failed_at timestamptz not null
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
  read_at timestamptz not null,
  -- What made us read the student: a webhook, the sweep, or a request of their workflow.
  source text not null check (source in ('webhook', 'sweep', 'resync'))
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
