-- Faults that concern everybody, such as a rejected login in Odoo. Each is reported once to the
-- operator, however many applications wait for it.
create table alarm (
  key text primary key,
  -- What is wrong and how to fix it. No personal data and no secrets.
  message text not null,
  raised_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- When the operator was emailed. null: not yet.
  notified_at timestamptz,
  -- null: the alarm is open.
  cleared_at timestamptz
);
