-- The ledger of daily digests to staff: at most one a day for each agent. A row is written before the
-- send, so that a killed process neither loses a digest nor sends a second one.

create table staff_digest (
  -- Odoo's user; 0: the review mailbox.
  agent_id integer not null,
  -- In the time zone of the center.
  day date not null,
  -- The same for every attempt.
  message_id text not null,
  state text not null check (state in ('sending', 'pending', 'unknown', 'accepted', 'rejected', 'no_recipient')),
  attempts integer not null default 1,
  -- Until then the running attempt owns the digest.
  lease_until timestamptz not null,
  -- When the first attempt began: tasks opened later are new in the next digest.
  created_at timestamptz not null default now(),
  primary key (agent_id, day)
);
