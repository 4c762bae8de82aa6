-- What before, after and reason of a consequence are made from. Null: of an earlier version.
alter table dry_run_change add column sentences jsonb;
