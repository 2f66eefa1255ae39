-- What one person alone may not do: book a bank's file, give away a credit that nobody knows, change rules of money.

-- Each time a file is handed in anew it may say something else: who confirms it names which of them was looked at.
alter table bank_files add column kept_count integer not null default 1;

-- What one operator says that a line in suspense is, until another confirms it.
-- party table
create table line_proposals (
  party_id uuid not null,
  proposal_id uuid not null,
  line_id uuid not null,
  kind text not null check (kind in ('payment', 'wallet')),
  -- A payment's reference, or whose wallet.
  subject text not null,
  state text not null check (state in ('proposed', 'booked', 'refused')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (party_id, proposal_id),
  foreign key (party_id, line_id) references bank_lines,
  check (state <> 'booked' or decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null))
);
create unique index line_proposals_open on line_proposals (party_id, line_id) where state = 'proposed';

-- A change of the rules of money that one operator wants; it is in force once another has confirmed it.
-- party table
create table rule_changes (
  party_id uuid not null,
  change_id uuid not null,
  kind text not null check (kind in ('payouts', 'commission', 'shop_terms')),
  content jsonb not null,
  state text not null check (state in ('proposed', 'in_force', 'refused')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (party_id, change_id),
  check (state <> 'in_force' or decided_by <> proposed_by),
  check ((state = 'proposed') = (decided_by is null))
);
create index rule_changes_open on rule_changes (party_id, proposed_at) where state = 'proposed';

-- Sums over everybody's books by account, such as suspense and the money at a holder, without reading all of them.
create index ledger_postings_by_name on ledger_postings (account text_pattern_ops, posted_at)
  include (party_id, amount_paisa);

-- Which payment a notice speaks of: what a dispute needs is kept until it has ended.
alter table provider_notices add column reference text not null default '';
create index provider_notices_by_age on provider_notices (received_at);
