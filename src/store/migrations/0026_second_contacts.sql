-- Contacts with the mailbox of a student who are linked to nobody and have joined a course. A person
-- says whether such a contact is the student.
create table second_contact (
  student_id integer not null,
  partner_id integer not null,
  -- Odoo's stamp. After a restore, another contact may have the id: what was answered is not about it.
  partner_created_at timestamptz not null,
  found_at timestamptz not null default now(),
  -- null: nobody has answered yet.
  answer text check (answer in ('same_person', 'another_person')),
  answered_at timestamptz,
  primary key (student_id, partner_id)
);
