-- What reports "as of" a moment need beyond the steps: changes that other tables overwrite.

-- Every state that a certificate has had, from the moment it was known here.
create table certificate_state (
  certificate_id bigint not null references certificate (id) on delete cascade,
  at timestamptz not null,
  state text not null,
  primary key (certificate_id, at)
);
insert into certificate_state (certificate_id, at, state)
select id, coalesce(adopted_at, issued_at), 'valid' from certificate;
-- Of earlier changes only the last one is known.
insert into certificate_state (certificate_id, at, state)
select id, greatest(state_since, coalesce(adopted_at, issued_at) + interval '1 millisecond'), state
from certificate where state <> 'valid';

create function note_certificate_state() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.state is distinct from old.state then
    insert into certificate_state (certificate_id, at, state) values (new.id, now(), new.state)
    on conflict (certificate_id, at) do update set state = excluded.state;
  end if;
  return null;
end $$;
create trigger note_state after insert or update on certificate
  for each row execute function note_certificate_state();

-- Outages of outside systems: `circuit` knows the present one only.
create table outage (
  system text not null,
  began_at timestamptz not null,
  -- Null: it lasts.
  ended_at timestamptz,
  failure_type text not null,
  primary key (system, began_at)
);
insert into outage (system, began_at, failure_type)
select system, since, failure_type from circuit where since is not null;

create function note_outage() returns trigger language plpgsql as $$
begin
  if new.since is not null then
    insert into outage (system, began_at, failure_type) values (new.system, new.since, new.failure_type)
    on conflict (system, began_at) do nothing;
  else
    update outage set ended_at = now() where system = new.system and ended_at is null;
  end if;
  return null;
end $$;
create trigger note_outage after insert or update on circuit
  for each row execute function note_outage();
