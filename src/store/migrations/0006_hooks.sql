-- What calls from outside tell us: hints that something may have changed. Ids and times only; whoever acts on a hint reads Odoo again.

-- The secrets in the address that Odoo calls. They are random, so a plain hash is safe to store.
create table hook_secret (
  secret_sha256 bytea primary key,
  created_at timestamptz not null default now(),
  -- Null: the current one. The one before it is good until then.
  expires_at timestamptz
);
create unique index hook_secret_current on hook_secret ((expires_at is null)) where expires_at is null;

-- Calls of Odoo's automation rules. Odoo calls again and again about the same record: one open row takes them all.
create table odoo_hint (
  id bigint generated always as identity primary key,
  -- Odoo's own name of the model.
  model text not null,
  record_id integer not null,
  -- Name of the newest caller among the automation's actions.
  action text,
  calls integer not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  -- Null: open.
  settled_at timestamptz
);
create unique index odoo_hint_open on odoo_hint (model, record_id) where settled_at is null;
create index odoo_hint_open_by_age on odoo_hint (first_at) where settled_at is null;
create index odoo_hint_settled on odoo_hint (settled_at) where settled_at is not null;

-- Events of senders that sign. The sender's id of an event makes a replay harmless.
create table learning_event (
  webhook_id text primary key,
  type text not null check (type in ('elearning.progress_updated', 'elearning.completed')),
  channel_id integer not null,
  partner_id integer not null,
  received_at timestamptz not null default now(),
  settled_at timestamptz
);
create index learning_event_open on learning_event (received_at) where settled_at is null;
create index learning_event_settled on learning_event (settled_at) where settled_at is not null;
