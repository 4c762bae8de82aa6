-- The mail ledger: what we tried to send, to whom, and what the mail server said. The row is written before the first byte goes
-- out, so that no crash can make us forget a mail that somebody may have received.

create table email (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('welcome', 'review_request', 'milestone', 'reminder', 'completion', 'certificate')),
  program_id integer not null,
  student_id integer not null,
  version text not null,
  -- The same for every attempt: a mailbox that gets a mail twice can see that it is the same one.
  message_id text not null unique,
  state text not null default 'pending'
    check (state in ('pending', 'sending', 'accepted', 'possibly_twice', 'unknown', 'rejected', 'no_recipient')),
  -- Of the last attempt. Null: nobody to write to.
  recipient text,
  language text not null check (language in ('en', 'ar')),
  attempts integer not null default 0,
  -- Attempts after which the server may have the mail although it never said so.
  unknown_attempts integer not null default 0 check (unknown_attempts <= attempts),
  created_at timestamptz not null default now(),
  first_attempt_at timestamptz,
  last_attempt_at timestamptz,
  -- Until then the attempt under way has the mail for itself. A row that is still `sending` later was left by a process that died.
  lease_until timestamptz,
  -- The server's last words.
  response_code integer,
  response text,
  unique (kind, program_id, student_id, version),
  check ((state = 'sending') = (lease_until is not null))
);

create index email_of_application on email (program_id, student_id, id desc);
create index email_by_state on email (state, id desc);
