-- What the API did in each minute in which it ran. A minute without a row: it did not run, or could
-- not reach the database. All processes add to the same row. Rows are kept for 400 days.
create table service_minute (
  minute timestamptz primary key,
  -- Requests to the API, without streams.
  requests integer not null,
  -- Those that ended with a status of 500 or above.
  errors integer not null,
  -- By duration, as in src/domain/service-levels.ts.
  durations integer[] not null
);
