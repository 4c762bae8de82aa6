-- Calls from outside: hints that something may have changed. Ids and times only. Closed rows are
-- kept for some days.

-- The secrets in the address that Odoo calls. They are random, so a plain hash is safe to store.
create table webhook_secret (
  secret_sha256 bytea primary key,
  created_at timestamptz not null default now(),
  -- Null: the current secret. A replaced one is valid until then.
  expires_at timestamptz
);
create unique index webhook_secret_current on webhook_secret ((expires_at is null)) where expires_at is null;

-- Calls of Odoo's webhook rules. Odoo often calls about the same record: one open row counts these
-- calls.
create table webhook_hint (
  id bigint generated always as identity primary key,
  -- Odoo's own name of the model.
  model text not null,
  record_id integer not null,
  -- Name of the Odoo action that called last.
  action text,
  calls integer not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  -- Null: open.
  closed_at timestamptz
);
create unique index webhook_hint_open on webhook_hint (model, record_id) where closed_at is null;
create index webhook_hint_open_by_age on webhook_hint (first_at) where closed_at is null;
create index webhook_hint_closed on webhook_hint (closed_at) where closed_at is not null;

-- Events of senders that sign. The sender's event id makes a replay harmless.
create table learning_event (
  webhook_id text primary key,
  type text not null check (type in ('elearning.progress_updated', 'elearning.completed')),
  channel_id integer not null,
  partner_id integer not null,
  received_at timestamptz not null default now(),
  closed_at timestamptz
);
create index learning_event_open on learning_event (received_at) where closed_at is null;
create index learning_event_closed on learning_event (closed_at) where closed_at is not null;
