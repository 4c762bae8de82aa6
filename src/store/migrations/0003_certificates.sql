-- The register of certificates. It contains personal data, as printed.

-- Last serial number of an issuer in a year. Locked in the transaction that inserts the
-- certificate.
create table certificate_counter (
  code text not null,
  year integer not null,
  last integer not null check (last >= 0),
  primary key (code, year)
);

create table certificate (
  id bigint generated always as identity primary key,
  program_id integer not null,
  student_id integer not null,
  -- Number of the person among those who have had this student id (table `application`).
  person integer not null,
  version integer not null check (version > 0),
  number text not null unique,
  -- 128 random bits, base64url. Numbers can be guessed, tokens cannot.
  token text not null unique,
  -- Expired is not a state: it follows from valid_until and the current day.
  state text not null default 'valid' check (state in ('valid', 'revoked', 'superseded')),
  state_since timestamptz not null,
  revocation jsonb,
  -- What is printed. Never changed after issue.
  facts jsonb not null,
  -- The requirement check at issue, and a person's decision if the check was not met. Null: not
  -- known, because the certificate was adopted.
  requirement_check jsonb,
  decision jsonb,
  -- The bytes as issued. Null: Odoo had no such file when the certificate was adopted.
  pdf bytea,
  sha256 bytea,
  issued_at timestamptz not null,
  valid_until date,
  odoo_certificate_id integer,
  recorded_at timestamptz,
  -- When this row was made from the record in Odoo. Null: we issued the certificate ourselves.
  adopted_at timestamptz,
  unique (program_id, student_id, person, version),
  check ((state = 'revoked') = (revocation is not null)),
  check (adopted_at is not null or (requirement_check is not null and pdf is not null and sha256 is not null))
);
create index certificate_by_issue on certificate (issued_at desc, number desc);
