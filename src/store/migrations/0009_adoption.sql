-- Certificates in Odoo that carry our key but cannot be entered in the register: a number that
-- another certificate has, or a key that cannot be read. A person must correct them in Odoo.
create table unadopted_certificate (
  odoo_certificate_id integer primary key,
  reason text not null,
  noted_at timestamptz not null default now()
);
