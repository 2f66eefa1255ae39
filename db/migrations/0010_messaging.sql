-- A message to a person. Its words are made when it is sent; only the facts of the template are kept.
-- party table
create table messages (
  party_id uuid not null,
  message_id uuid not null,
  -- One message for each cause, however often it is told: 'order:<id>:placed:buyer'.
  cause text not null,
  template text not null,
  language text not null,
  facts jsonb not null default '{}',
  -- Codes are sealed until they are sent, then gone.
  secret_sealed bytea,
  channel text not null,
  state text not null check (state in ('waiting', 'sent', 'delivered', 'failed', 'withheld')),
  provider_id text,
  tried_count integer not null default 0,
  trouble text not null default '',
  asked_at timestamptz not null,
  try_after timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  primary key (party_id, message_id),
  unique (party_id, cause)
);
create index messages_waiting on messages (try_after) where state = 'waiting';
create index messages_by_provider on messages (channel, provider_id) where provider_id is not null;
