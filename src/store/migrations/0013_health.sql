-- Whether each outside system may be called. Shared by all processes.

-- The circuit breaker of each system. No row: closed, and it never was anything else.
create table circuit (
  system text primary key check (system in ('odoo', 'mail')),
  -- open: no calls but probes. half_open: a probe succeeded, and the work grows slowly.
  state text not null check (state in ('closed', 'open', 'half_open')),
  -- Beginning of the outage. Null while closed.
  since timestamptz,
  -- Beginning of the present state.
  changed_at timestamptz not null default now(),
  -- Type of the failures that opened it.
  failure_type text not null,
  -- Probes that have failed during this outage. The pause before the next one grows with them.
  failed_probes integer not null default 0,
  probe_at timestamptz
);

-- Systems that a person has paused. Ended pauses stay, so that one can see who paused what.
create table system_pause (
  id bigint generated always as identity primary key,
  system text not null check (system in ('everything', 'odoo', 'mail')),
  reason text not null,
  author text not null,
  paused_at timestamptz not null default now(),
  -- Null, both: it lasts.
  resumed_at timestamptz,
  resumed_by text
);
create unique index system_pause_present on system_pause (system) where resumed_at is null;

-- Whoever was told of an alarm is told of its end. Null: not yet, or nobody was told of the alarm.
alter table alarm add column end_notified_at timestamptz;

-- By our clock, when the search began that the position belongs to. Tells how far Odoo's clock has
-- moved since, whatever it shows.
alter table sync_cursor add column searched_at timestamptz;
-- The highest id that a search has seen. Rows above it are new, whatever their write_date says.
alter table sync_cursor add column last_id integer;
-- The row with the newest write_date that a search has seen. Odoo never goes back behind it, unless
-- it is restored from an older copy.
alter table sync_cursor add column witness_id integer;
alter table sync_cursor add column witness_written_at timestamptz;

-- How far the clock of Odoo's database, which stamps rows, is behind that of Odoo. One row at most.
create table odoo_clock (
  one boolean primary key default true check (one),
  behind_seconds integer not null check (behind_seconds >= 0),
  measured_at timestamptz not null default now()
);

-- Certificates that Odoo has lost, because it was restored from an older copy. They are recorded in
-- Odoo again, and leave this table then.
create table lost_certificate (
  number text primary key,
  noticed_at timestamptz not null default now(),
  -- Null, both: not tried yet. Only a person can fix these.
  tried_at timestamptz,
  failure_type text
);
