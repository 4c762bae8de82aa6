-- When a training must be complete. null: it has no deadline, none can pass, or its last step is older
-- than this column.
alter table application_status add column deadline_at timestamptz;
create index application_status_due on application_status (deadline_at) where deadline_at is not null;
