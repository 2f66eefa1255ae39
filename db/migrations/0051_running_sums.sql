-- What stood on each account when the books were closed last; an account at zero has no row. A total over all parties
-- is these rows and what was posted since, however long the books are.
-- party table
create table ledger_standings (
  party_id uuid not null,
  account text not null,
  currency text not null default 'PKR',
  balance_paisa bigint not null check (balance_paisa <> 0),
  primary key (party_id, account, currency)
);

-- Before when that was: one row, written together with them.
-- reference table
create table ledger_closed (
  is_only boolean primary key default true check (is_only),
  closed_before timestamptz not null
);

-- Books are appended to in the order of time: a few bytes for many rows say where a day is, and writing pays nothing.
create index ledger_postings_by_time on ledger_postings using brin (posted_at)
  with (pages_per_range = 32, autosummarize = on);

-- What is owed now is found without what was paid long ago.
create index payouts_in_file on payouts (party_id) where state = 'in_file';
create index earnings_of_payout on earnings (party_id, payout_id) where payout_id is not null;
create index debt_repayments_of_payout on debt_repayments (party_id, payout_id) where payout_id is not null;
create index tax_lines_of_agents on tax_lines (party_id, kind, agent) where agent <> 'market';

-- Delivered events that were recorded before this may be gone: one row.
-- reference table
create table outbox_forgotten (
  is_only boolean primary key default true check (is_only),
  recorded_before timestamptz not null
);

-- A sale whose cash its courier never took is taken back on paper as well.
alter table sale_refunds drop constraint sale_refunds_kind_check;
alter table sale_refunds add constraint sale_refunds_kind_check
  check (kind in ('refund', 'chargeback', 'uncollected'));
