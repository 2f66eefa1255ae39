-- What the watch over the books found, night by night. When something is wrong, payouts stop (payout_stops of the
-- market's party) until an operator has looked.

-- party table
create table verify_runs (
  party_id uuid not null,
  run_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  violation_count integer not null check (violation_count >= 0),
  -- The first of them, as they were found: [{invariant, detail}], without personal data.
  violations jsonb not null default '[]',
  primary key (party_id, run_id)
);
create index verify_runs_newest on verify_runs (party_id, started_at desc);
