-- Names for lists and searches, from the student rows that the sync reads. Personal data: a row goes
-- when the student is deleted in Odoo. Can be read again at any time.
create table person (
  student_id integer primary key,
  name text not null,
  -- null: no field of the student has Arabic letters.
  name_arabic text,
  -- In which the student is written to.
  language text not null check (language in ('ar', 'en')),
  email text,
  -- Odoo's user; null: nobody.
  agent_id integer,
  -- Folded names, to sort by (src/domain/folded-name.ts).
  sort_name text collate "C" not null,
  sort_name_arabic text collate "C" not null,
  -- Folded words of both names, the email and the student's id, each searched by its beginning.
  words tsvector not null,
  updated_at timestamptz not null default now()
);
create index person_by_agent on person (agent_id, sort_name, student_id);
create index person_by_name on person (sort_name, student_id);
create index person_by_name_arabic on person (sort_name_arabic, student_id);
create index person_by_word on person using gin (words) with (fastupdate = off);

-- The names of Odoo's users whom students are assigned to.
create table agent (
  agent_id integer primary key,
  name text not null,
  read_at timestamptz not null default now()
);

-- The sync reads every student that it knows once more, in pages, and so fills the table.
insert into changed_student (student_id, source)
select record_id, 'sweep' from known_version where model = 'gr.student' order by record_id
on conflict (student_id) do nothing;
-- The sums of their rows have more fields from now on.
update known_version set group_key = null, figures = null, checksums = null where model = 'gr.student';
