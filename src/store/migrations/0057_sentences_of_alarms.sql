-- The messages of alarms as keys with values. Null: raised by an earlier version.
alter table alarm add column sentences jsonb;
