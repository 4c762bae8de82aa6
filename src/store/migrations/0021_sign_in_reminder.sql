-- Learners who have never signed in are reminded of it.
alter table email drop constraint email_kind_check;
alter table email add constraint email_kind_check check (kind in
  ('welcome', 'review_request', 'milestone', 'reminder', 'sign_in', 'completion', 'certificate'));
