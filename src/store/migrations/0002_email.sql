-- The email ledger: what we tried to send, to whom, and how the mail server responded. The row is
-- written before the first byte is sent, so that no crash can lose an email that somebody may have
-- received.

create table email (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('welcome', 'review_request', 'milestone', 'reminder', 'completion', 'certificate')),
  program_id integer not null,
  student_id integer not null,
  -- Run of the application: a reopened application sends its own emails.
  run integer not null,
  version text not null,
  -- The same for every attempt, so that a mailbox recognizes an email that arrives twice.
  message_id text not null unique,
  state text not null default 'pending'
    check (state in ('pending', 'sending', 'accepted', 'possibly_twice', 'unknown', 'rejected', 'no_recipient')),
  -- Of the last attempt. Null: there was no address.
  recipient text,
  language text not null check (language in ('en', 'ar')),
  attempts integer not null default 0,
  -- Attempts after which the server may have the email without having confirmed it.
  unknown_attempts integer not null default 0 check (unknown_attempts <= attempts),
  created_at timestamptz not null default now(),
  first_attempt_at timestamptz,
  last_attempt_at timestamptz,
  -- Until then the running attempt owns the email. A row that is `sending` after that was left by a
  -- process that died.
  lease_until timestamptz,
  -- The server's last response.
  response_code integer,
  response text,
  unique (kind, program_id, student_id, run, version),
  check ((state = 'sending') = (lease_until is not null))
);

create index email_of_application on email (program_id, student_id, id desc);
create index email_by_state on email (state, id desc);
