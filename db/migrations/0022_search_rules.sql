-- What operators add to search: words that mean the same, goods that stand first, goods that do not belong under a
-- query. Nothing goes live before its effect on the saved queries of the market was looked at.

-- reference table
create table search_rules (
  rule_id uuid primary key,
  kind text not null check (kind in ('synonym', 'pin', 'block')),
  -- The words that people type, folded.
  query text not null check (query <> ''),
  -- synonym: what else they mean by it, folded.
  words text,
  -- pin, block: the listing.
  listing_id uuid,
  note text not null default '',
  state text not null default 'draft' check (state in ('draft', 'live', 'ended')),
  made_by uuid not null,
  made_at timestamptz not null,
  previewed_at timestamptz,
  live_at timestamptz,
  ended_at timestamptz,
  check ((kind = 'synonym') = (words is not null)),
  check ((kind = 'synonym') = (listing_id is null)),
  check (state <> 'live' or previewed_at is not null)
);
create index search_rules_state on search_rules (state, made_at);

-- reference table
create table search_probes (
  query text primary key check (query <> ''),
  made_by uuid not null,
  made_at timestamptz not null
);
