-- The personal pages of learners, and what they have chosen there. A row goes with the person.
create table learner (
  student_id integer primary key,
  -- The random part of the page's address. A new one makes every older address invalid.
  link bytea not null unique,
  -- Whom the address was emailed to: a hash of their mailbox, and the age of the student's record.
  mailbox_hash text not null,
  student_created_at timestamptz,
  -- In which they want to be written to; null: they have not chosen.
  language text check (language in ('ar', 'en')),
  -- Since when they want no reminders; null: they have not chosen, or want them.
  reminders_off_at timestamptz,
  linked_at timestamptz not null default now()
);

-- What signs the addresses: 244 random bits from PostgreSQL's strong generator.
create table learner_page_key (
  is_only boolean primary key default true check (is_only),
  key bytea not null
);
insert into learner_page_key (key)
values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- A reminder that was not sent, because the learner wants none.
alter table email drop constraint email_state_check;
alter table email add constraint email_state_check check (state in (
  'pending', 'sending', 'accepted', 'possibly_twice', 'unknown', 'rejected', 'no_recipient', 'switched_off'));

-- Whom a learner asks. Read again with the name.
alter table agent add column email text;
update agent set read_at = 'epoch';
