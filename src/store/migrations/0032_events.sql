-- What has changed in what pages show, for those that are open. Ids only. Rows are kept for an hour.
-- Transactions do not end in the order of `id`, so a reader asks for those at or above the oldest
-- one that had not ended when it last read (`xid`).
create table event (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  type text not null check (type in ('application', 'task', 'certificate', 'sync', 'bulk')),
  -- Null: of several students, or of none.
  program_id integer,
  student_id integer,
  at timestamptz not null default clock_timestamp()
);
create index event_by_transaction on event (xid);

-- Events of transactions up to this one may have been deleted.
create table event_horizon (
  one boolean primary key default true check (one),
  xid xid8 not null
);
insert into event_horizon (xid) values (pg_current_xact_id());

-- Notes one event for each changed application, or one for all of a statement that changes many.
create function note_changes(type text, applications jsonb) returns void language plpgsql as $$
begin
  if jsonb_array_length(applications) = 0 then
    return;
  elsif jsonb_array_length(applications) > 50 then
    insert into event (type) values (note_changes.type);
  else
    insert into event (type, program_id, student_id)
    select note_changes.type, program_id, student_id
    from jsonb_to_recordset(applications) as changed (program_id integer, student_id integer);
  end if;
  perform pg_notify('event', '');
end $$;

create function note_application_status() returns trigger language plpgsql as $$
declare
  applications jsonb;
  tasks jsonb;
begin
  if tg_op = 'INSERT' then
    select coalesce(jsonb_agg(jsonb_build_object('program_id', program_id, 'student_id', student_id)), '[]')
    into applications from after;
    select coalesce(jsonb_agg(jsonb_build_object('program_id', program_id, 'student_id', student_id)), '[]')
    into tasks from after where task is not null;
  else
    select coalesce(jsonb_agg(jsonb_build_object('program_id', program_id, 'student_id', student_id)), '[]')
    into applications from after;
    select coalesce(jsonb_agg(jsonb_build_object('program_id', after.program_id, 'student_id', after.student_id)), '[]')
    into tasks from after join before using (program_id, student_id) where after.task is distinct from before.task;
  end if;
  perform note_changes('application', applications);
  perform note_changes('task', tasks);
  return null;
end $$;
create trigger note_insert after insert on application_status
  referencing new table as after for each statement execute function note_application_status();
create trigger note_update after update on application_status
  referencing old table as before new table as after for each statement execute function note_application_status();

-- A page reads many numbers again that have not changed.
create function note_progress() returns trigger language plpgsql as $$
begin
  perform note_changes('application', (
    select coalesce(jsonb_agg(distinct jsonb_build_object('program_id', after.program_id, 'student_id', after.student_id)), '[]')
    from after left join before using (tracker_id)
    where (before.overall, before.tracker_status, before.membership)
      is distinct from (after.overall, after.tracker_status, after.membership)));
  return null;
end $$;
create trigger note_update after update on progress_number
  referencing old table as before new table as after for each statement execute function note_progress();

-- Of tables whose every new or changed row is news. The argument is the type.
create function note_rows() returns trigger language plpgsql as $$
begin
  perform note_changes(tg_argv[0], (
    select coalesce(jsonb_agg(distinct jsonb_build_object(
      'program_id', to_jsonb(after) -> 'program_id', 'student_id', to_jsonb(after) -> 'student_id')), '[]')
    from after));
  return null;
end $$;
create trigger note_insert after insert on progress_number
  referencing new table as after for each statement execute function note_rows('application');
create trigger note_insert after insert on person
  referencing new table as after for each statement execute function note_rows('application');
create trigger note_update after update on person
  referencing new table as after for each statement execute function note_rows('application');
create trigger note_delete after delete on person
  referencing old table as after for each statement execute function note_rows('application');

-- Without the bytes of a PDF.
create function note_certificates() returns trigger language plpgsql as $$
begin
  perform note_changes('certificate', (
    select coalesce(jsonb_agg(distinct jsonb_build_object('program_id', program_id, 'student_id', student_id)), '[]')
    from after));
  return null;
end $$;
create trigger note_insert after insert on certificate
  referencing new table as after for each statement execute function note_certificates();
create trigger note_update after update on certificate
  referencing new table as after for each statement execute function note_certificates();

-- Of tables that are shown as a whole. The argument is the type.
create function note_table() returns trigger language plpgsql as $$
begin
  insert into event (type) values (tg_argv[0]);
  perform pg_notify('event', '');
  return null;
end $$;
create trigger note_change after insert or update on sync_cursor
  for each statement execute function note_table('sync');
create trigger note_change after insert or update on reconciliation
  for each statement execute function note_table('sync');
create trigger note_change after insert or update on system_pause
  for each statement execute function note_table('sync');
create trigger note_change after insert or update on alarm
  for each statement execute function note_table('sync');
create trigger note_change after insert or update on bulk_operation
  for each statement execute function note_table('bulk');
create trigger note_change after insert or update on bulk_item
  for each statement execute function note_table('bulk');

-- A search finds a certificate by the beginning of its number.
create index certificate_by_number on certificate (number text_pattern_ops);
