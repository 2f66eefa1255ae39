-- What every domain leans on: the outbox, the answers kept for repeated requests, and the counters that slow guessing.

-- Events wait here from the commit that made them until everything that follows from them has been done.
-- party table
create table outbox (
  party_id uuid not null,
  event_id uuid not null,
  name text not null,
  payload jsonb not null,
  request_id text not null default '',
  recorded_at timestamptz not null,
  tried_count integer not null default 0,
  trouble text,
  delivered_at timestamptz,
  primary key (party_id, event_id)
);
create index outbox_waiting on outbox (recorded_at) where delivered_at is null;

-- The same key and the same request give the same answer; the same key and another request are refused.
-- party table
create table idempotency_keys (
  party_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status integer,
  answer jsonb,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (party_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (asked_at);

-- One counter for each thing that is limited, in the window that runs now.
-- claim table
create table rate_limits (
  limit_key text primary key,
  window_started_at timestamptz not null,
  used_count integer not null check (used_count >= 0)
);
