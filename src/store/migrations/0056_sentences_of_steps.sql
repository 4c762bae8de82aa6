-- The messages of steps as keys with values, so that they can be read in other languages. Null: a
-- step of an earlier version, whose message is English only.
alter table transition add column sentences jsonb;
alter table flow_state add column sentences jsonb;
alter table application_status add column sentences jsonb;
