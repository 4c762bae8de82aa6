-- Who changed what: one row per change, in the same transaction. A change that a workflow makes has
-- two rows: before the command is sent, and with its outcome. Rows are never changed or removed:
-- each contains the hash of the one before.
create table audit (
  -- Without gaps.
  id bigint primary key,
  at timestamptz not null,
  -- `user:<id in Odoo>`, the id of an API key, or a command line. Names are looked up when shown.
  actor text not null,
  action text not null,
  entity text not null,
  entity_id text not null,
  program_id integer,
  student_id integer,
  outcome text not null check (outcome in ('done', 'requested', 'accepted', 'refused', 'failed')),
  -- The command in Temporal. The row of the request, that of the outcome and the comment share it.
  command_id text,
  -- Of the API, as in its log; null: a command line.
  request_id text,
  -- A narrow set of fields, none of them about a person.
  before jsonb,
  after jsonb,
  hash bytea not null
);
create index audit_by_student on audit (student_id, id) where student_id is not null;
create index audit_by_actor on audit (actor, id);
create index audit_by_entity on audit (entity, entity_id, id);

-- The last row: shows that rows at the end were removed, and lets writers take turns.
create table audit_head (
  is_only boolean primary key default true check (is_only),
  id bigint not null,
  hash bytea not null
);
insert into audit_head (id, hash) values (0, '\x');

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of the audit are never changed or removed.';
end $$;
create trigger audit_is_append_only before update or delete on audit
  for each row execute function audit_is_append_only();
create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function audit_is_append_only();
