-- Addresses that a shop's own programs listen at, and what they are to be told.

-- party table
create table hooks (
  party_id uuid not null references shops,
  hook_id uuid not null,
  url text not null check (length(url) <= 500),
  events text[] not null check (cardinality(events) > 0),
  made_by uuid not null,
  made_at timestamptz not null,
  -- Where the outbox is looked through from: some minutes before the last look, for what commits late.
  look_from uuid not null,
  -- Since when every call has failed; after some days the hook is ended.
  failing_since timestamptz,
  ended_at timestamptz,
  end_reason text not null default '',
  primary key (party_id, hook_id)
);
create index hooks_alive on hooks (party_id) where ended_at is null;

-- party table
create table hook_calls (
  party_id uuid not null,
  hook_id uuid not null,
  event_id uuid not null,
  name text not null,
  body text not null,
  state text not null check (state in ('waiting', 'done', 'given_up')),
  tried_count integer not null default 0,
  -- What came back: a status, or why nothing did.
  answer text not null default '',
  made_at timestamptz not null,
  try_after timestamptz not null,
  ended_at timestamptz,
  primary key (party_id, hook_id, event_id),
  foreign key (party_id, hook_id) references hooks
);
create index hook_calls_waiting on hook_calls (try_after) where state = 'waiting';
create index hook_calls_by_time on hook_calls (made_at);
