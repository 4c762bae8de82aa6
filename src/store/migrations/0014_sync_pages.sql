-- A page updates a few thousand rows of these tables, none of them in a column of an index. With
-- space left in their blocks, PostgreSQL need not touch the indexes.
alter table known_version set (fillfactor = 70);
alter table progress_number set (fillfactor = 70);
alter table last_notified set (fillfactor = 70);
