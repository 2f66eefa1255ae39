-- Append-only double entry. Every transfer balances to zero inside one party; a correction is a new transfer.
-- party table
create table ledger_transfers (
  party_id uuid not null,
  transfer_id uuid not null,
  -- What made it, once: 'order:<id>:release'. The same cause again is refused.
  cause text not null,
  corrects_id uuid,
  memo text not null default '',
  made_by uuid,
  event_at timestamptz not null,
  posted_at timestamptz not null,
  primary key (party_id, transfer_id),
  unique (party_id, cause)
);

-- Debits are positive, credits negative. Assets (cash at a holder) stand above zero, claims (holds, payable) below.
-- party table
create table ledger_postings (
  party_id uuid not null,
  transfer_id uuid not null,
  line smallint not null,
  account text not null,
  currency text not null default 'PKR' check (currency = 'PKR'),
  amount_paisa bigint not null check (amount_paisa <> 0),
  posted_at timestamptz not null,
  primary key (party_id, transfer_id, line),
  foreign key (party_id, transfer_id) references ledger_transfers
);
create index ledger_postings_by_account on ledger_postings (party_id, account, posted_at) include (amount_paisa);

-- Balances of closed days: a balance is the newest closing and what was posted since.
-- party table
create table ledger_closings (
  party_id uuid not null,
  account text not null,
  currency text not null default 'PKR',
  closed_before timestamptz not null,
  balance_paisa bigint not null,
  posting_count bigint not null,
  version integer not null,
  primary key (party_id, account, currency, closed_before)
);

-- A guard, not a rule of the business: whoever tries to rewrite the books is stopped by the database as well.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name using errcode = '42501';
end
$$;
create trigger ledger_transfers_append_only before update or delete on ledger_transfers
  for each row execute function refuse_rewriting();
create trigger ledger_postings_append_only before update or delete on ledger_postings
  for each row execute function refuse_rewriting();
create trigger ledger_transfers_no_truncate before truncate on ledger_transfers
  for each statement execute function refuse_rewriting();
create trigger ledger_postings_no_truncate before truncate on ledger_postings
  for each statement execute function refuse_rewriting();
