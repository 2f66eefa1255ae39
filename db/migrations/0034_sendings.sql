-- Own tables that a shop has sent to it again and again: to an e-mail address, or to an S3 bucket.

-- party table
create table sendings (
  party_id uuid not null references shops,
  sending_id uuid not null,
  way text not null check (way in ('email', 's3')),
  tables text[] not null check (cardinality(tables) > 0),
  format text not null check (format in ('csv', 'xlsx', 'parquet')),
  every text not null check (every in ('day', 'week', 'month')),
  -- Where to, with the keys of a bucket: sealed for the person who made it.
  place_sealed bytea not null,
  made_by uuid not null,
  language text not null,
  made_at timestamptz not null,
  -- When the code that went to an e-mail address was given back. Nothing else goes there before.
  proved_at timestamptz,
  -- Runs that were given up, one after the other.
  failed_count integer not null default 0 check (failed_count >= 0),
  ended_at timestamptz,
  end_reason text not null default '',
  primary key (party_id, sending_id)
);
create index sendings_alive on sendings (party_id) where ended_at is null;

-- party table
create table sending_runs (
  party_id uuid not null,
  sending_id uuid not null,
  -- 'proof', or the first day of the time that it stands for.
  period text not null check (period = 'proof' or period ~ '^\d{4}-\d\d-\d\d$'),
  state text not null check (state in ('waiting', 'done', 'given_up')),
  tried_count integer not null default 0,
  -- Why the last try failed: a status or a word, never what was sent.
  answer text not null default '',
  file_count integer not null default 0,
  byte_count bigint not null default 0,
  made_at timestamptz not null,
  try_after timestamptz not null,
  ended_at timestamptz,
  primary key (party_id, sending_id, period),
  foreign key (party_id, sending_id) references sendings
);
create index sending_runs_waiting on sending_runs (try_after) where state = 'waiting';
create index sending_runs_by_time on sending_runs (made_at);
