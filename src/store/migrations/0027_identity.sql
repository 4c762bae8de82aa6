-- Staff who sign in with their Odoo account, and what API keys may do.

-- Who has signed in, as Odoo described them last. Odoo is asked again before a row is a minute old
-- and in use. No password is here, nor anything made from one.
create table staff_user (
  odoo_user_id integer primary key,
  login text not null,
  name text not null,
  language text not null check (language in ('ar', 'en')),
  -- Empty: no longer staff. The row stays, because histories name people by their id.
  roles text[] not null,
  checked_at timestamptz not null
);

-- A session is of a key or of a person.
alter table session alter column api_key_id drop not null;
alter table session add column odoo_user_id integer references staff_user (odoo_user_id) on delete cascade;
alter table session add constraint session_has_one_owner check (num_nonnulls(api_key_id, odoo_user_id) = 1);
create index session_by_user on session (odoo_user_id) where odoo_user_id is not null;

-- null: everything, also what later versions add.
alter table api_key add column scopes text[];
alter table api_key add column expires_at timestamptz;
-- Who made it; null: the first start.
alter table api_key add column created_by text;

-- Attempts to sign in that have not succeeded, by hash of the login and of the network address.
create table sign_in_attempt (
  subject_sha256 bytea primary key,
  attempts integer not null,
  -- After it, the attempts no longer count.
  expires_at timestamptz not null
);
create index sign_in_attempt_by_expiry on sign_in_attempt (expires_at);
