-- Reports that are emailed to staff on a schedule. Ids and choices only: names and addresses are
-- read in Odoo when a report is sent.
create table report_schedule (
  id integer generated always as identity primary key,
  settings jsonb not null,
  -- When it is sent next. A moment that has passed without it is made up for once.
  next_due_at timestamptz not null,
  -- `user:<id in Odoo>`, the id of an API key, or a command line.
  created_by text not null,
  created_at timestamptz not null default now()
);
create index report_schedule_by_due on report_schedule (next_due_at);

-- The ledger of digests becomes the ledger of all emails to staff that belong to no application: a
-- row before the send, so that a killed process neither loses an email nor sends a second one.
alter table staff_digest rename to staff_email;
alter table staff_email rename column agent_id to user_id;
alter table staff_email add column kind text not null default 'digest' check (kind in ('digest', 'report'));
alter table staff_email alter column kind drop default;
-- Tells one email to somebody from the next: the day of a digest, or the schedule of a report and
-- when it was due.
alter table staff_email rename column day to version;
alter table staff_email alter column version type text using to_char(version, 'YYYY-MM-DD');
alter table staff_email drop constraint staff_digest_pkey;
alter table staff_email add column id bigint generated always as identity primary key;
alter table staff_email add unique (kind, version, user_id);
-- It follows from the key.
alter table staff_email drop column message_id;
alter table staff_email alter column state set default 'pending';
alter table staff_email alter column attempts set default 0;
alter table staff_email alter column lease_until set default now();
-- not_allowed: no longer staff, or their role may not read the report. too_long: more rows than the
-- format holds. replaced: the next one was due before it could be sent.
alter table staff_email drop constraint staff_digest_state_check;
alter table staff_email add check (state in (
  'sending', 'pending', 'unknown', 'accepted', 'rejected', 'no_recipient', 'not_allowed', 'too_long', 'replaced'));

-- Of reports.
alter table staff_email add column schedule_id integer;
alter table staff_email add column due_at timestamptz;
alter table staff_email add check ((kind = 'report') = (num_nonnulls(schedule_id, due_at) = 2));
create index staff_email_of_schedule on staff_email (schedule_id, due_at desc) where kind = 'report';
create index staff_email_to_send on staff_email (schedule_id) where kind = 'report' and state in ('pending', 'sending');
