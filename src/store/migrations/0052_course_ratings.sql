-- What learners think of a course: Odoo's mean of its ratings, once per day (UTC) in which the sync
-- has read the courses. Odoo keeps no history of it.
create table course_rating (
  -- Odoo's id of the eLearning course.
  channel_id integer not null,
  day date not null,
  title text not null,
  -- 1 to 5 stars; 0: nobody has rated it.
  average double precision not null,
  count integer not null check (count >= 0),
  -- When the values of this row were first read.
  read_at timestamptz not null,
  primary key (channel_id, day)
);
