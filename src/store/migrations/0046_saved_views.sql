-- Named views of the list of students, each of one person or API key. Ids and choices only: what
-- somebody searches for is a name as a rule, and would be here after the person was erased.
create table saved_view (
  -- `user:<id in Odoo>`, or the id of an API key.
  owner text not null,
  name text not null,
  settings jsonb not null,
  changed_at timestamptz not null default now(),
  primary key (owner, name)
);
