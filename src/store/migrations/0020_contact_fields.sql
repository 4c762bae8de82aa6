-- What each student's contact had in common with the student when we last compared them: hashes of
-- name, email, phone and language by field, no values. A correction on the student is written to
-- the contact only while the contact still has that value.
create table contact_fields (
  student_id integer primary key,
  -- The marks are those of this contact. With another one, everything is seen for the first time.
  partner_id integer not null,
  marks jsonb not null
);
