-- The mailbox of a training whose contacts were last searched for. With another one they are searched
-- for again. Goes when the student is deleted in Odoo.
create table searched_mailbox (
  program_id integer not null,
  student_id integer not null,
  -- A hash of student and address, so that equal addresses cannot be told.
  mark text not null,
  primary key (program_id, student_id)
);
create index searched_mailbox_by_student on searched_mailbox (student_id);
