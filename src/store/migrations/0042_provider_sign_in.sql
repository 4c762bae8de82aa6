-- Sign-ins at an identity provider that have begun. The row is deleted when the browser comes back,
-- so that an answer of the provider counts once.
create table provider_sign_in (
  state_sha256 bytea primary key,
  -- Hash of the cookie: the answer counts in the browser that has begun, in no other.
  browser_sha256 bytea not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  expires_at timestamptz not null
);
create index provider_sign_in_by_expiry on provider_sign_in (expires_at);
