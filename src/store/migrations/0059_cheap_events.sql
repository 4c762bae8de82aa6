-- PostgreSQL plans the query of a trigger once for each connection. Planned when one row had
-- changed, it compared each of a thousand changed rows with each of the thousand before. A nested
-- loop is never better than the other joins of these two tables.
alter function note_application_status() set enable_nestloop = off;

-- A statement that changes more than fifty applications notes one event for all of them, so nobody
-- needs a list of more than that.
create or replace function note_rows() returns trigger language plpgsql as $$
begin
  perform note_changes(tg_argv[0], (
    select coalesce(jsonb_agg(to_jsonb(changed)), '[]')
    from (
      select distinct (to_jsonb(after) ->> 'program_id')::integer as program_id,
        (to_jsonb(after) ->> 'student_id')::integer as student_id
      from after
      limit 51
    ) as changed));
  return null;
end $$;

create or replace function note_progress() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  perform note_changes('application', (
    select coalesce(jsonb_agg(to_jsonb(changed)), '[]')
    from (
      select distinct after.program_id, after.student_id
      from after left join before using (tracker_id)
      where (before.overall, before.tracker_status, before.membership)
        is distinct from (after.overall, after.tracker_status, after.membership)
      limit 51
    ) as changed));
  return null;
end $$;
