-- A human, known first by phone number. Names, phones and addresses are sealed with the person's own key.
-- party table
create table people (
  party_id uuid primary key,
  phone_sealed bytea not null,
  name_sealed bytea,
  language text not null default 'roman-ur' check (language in ('en', 'ur', 'roman-ur')),
  joined_at timestamptz not null,
  closed_at timestamptz
);

-- The person's own key, wrapped with the market's key. To destroy this row is to erase the person.
-- party table
create table person_keys (
  party_id uuid primary key references people,
  key_id text not null,
  wrapped_key bytea not null,
  made_at timestamptz not null
);

-- One number, one person: the blind index of the phone (HMAC) is the claim.
-- claim table
create table phone_claims (
  phone_index bytea primary key,
  person_id uuid not null,
  claimed_at timestamptz not null
);

-- The newest code for a number; an older one is gone the moment a newer one is sent.
-- claim table
create table sign_in_codes (
  phone_index bytea primary key,
  code_hash bytea not null,
  salt bytea not null,
  purpose text not null default 'sign_in',
  -- In which the code was sent, and in which a new person is then spoken to.
  language text not null default 'roman-ur',
  tries_left integer not null check (tries_left >= 0),
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Only the SHA-256 of a session's token is kept.
-- claim table
create table sessions (
  token_hash bytea primary key,
  person_id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in ('browser', 'api')),
  device text not null default '',
  -- Copies of the person's own, so that each request reads this one row: changed together with them.
  language text not null default 'roman-ur',
  roles text[] not null default '{}',
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the person last proved themselves beyond the cookie: money moves only soon after.
  proved_at timestamptz,
  ended_at timestamptz
);
create index sessions_of_person on sessions (person_id) where ended_at is null;

-- party table
create table passkeys (
  party_id uuid not null references people,
  passkey_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null default '{}',
  name text not null default '',
  added_at timestamptz not null,
  used_at timestamptz,
  removed_at timestamptz,
  primary key (party_id, passkey_id),
  unique (party_id, credential_id)
);

-- A passkey ceremony that has begun: its challenge can be answered once. At sign-in nobody knows yet who answers.
-- claim table
create table passkey_challenges (
  challenge text primary key,
  person_id uuid,
  purpose text not null check (purpose in ('add', 'prove', 'sign_in')),
  expires_at timestamptz not null
);
create index passkey_challenges_by_end on passkey_challenges (expires_at);

-- party table
create table totp_secrets (
  party_id uuid primary key references people,
  secret_sealed bytea not null,
  added_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);

-- Operator and rider are given by an operator; everything else follows from shops.
-- party table
create table person_roles (
  party_id uuid not null references people,
  role text not null check (role in ('operator', 'rider')),
  given_at timestamptz not null,
  given_by uuid not null,
  ended_at timestamptz,
  primary key (party_id, role)
);

-- party table
create table addresses (
  party_id uuid not null references people,
  address_id uuid not null,
  city_id text not null,
  area text not null default '',
  sealed bytea not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (party_id, address_id)
);

-- party table
create table consents (
  party_id uuid not null references people,
  consent_id uuid not null,
  purpose text not null check (purpose in ('trade', 'order_messages', 'offers', 'index', 'helper')),
  given_at timestamptz not null,
  source text not null,
  withdrawn_at timestamptz,
  primary key (party_id, consent_id)
);
create unique index consents_in_force on consents (party_id, purpose) where withdrawn_at is null;

-- Each look at a person's data: who looked, at what, and why. The person can read it. party_id is the one looked at.
-- party table
create table access_log (
  party_id uuid not null,
  access_id uuid not null,
  actor_id uuid,
  actor_role text not null,
  -- The shop that the looker acted for.
  shop_id uuid,
  purpose text not null,
  fields text[] not null,
  about text not null default '',
  looked_at timestamptz not null,
  primary key (party_id, access_id)
);

-- What a seller trades as.
-- party table
create table shops (
  party_id uuid primary key,
  handle text not null,
  name text not null,
  about text not null default '',
  city_id text not null,
  area text not null default '',
  language text not null default 'roman-ur',
  state text not null default 'waiting' check (state in ('waiting', 'open', 'resting', 'stopped')),
  state_reason text not null default '',
  opened_by uuid not null,
  opened_at timestamptz not null,
  checked_at timestamptz
);

-- claim table
create table handle_claims (
  handle text primary key,
  shop_id uuid not null,
  claimed_at timestamptz not null
);

-- Who acts for a shop. A helper's delegation names its tasks and its end, and can be taken back at once.
-- party table
create table shop_members (
  party_id uuid not null references shops,
  person_id uuid not null,
  role text not null check (role in ('owner', 'staff', 'helper')),
  tasks text[] not null,
  given_by uuid not null,
  given_at timestamptz not null,
  expires_at timestamptz,
  ended_at timestamptz,
  primary key (party_id, person_id)
);
create index shop_members_by_person on shop_members (person_id) where ended_at is null;
