-- Paying shops by a plan, what a shop owes, who may hold what, and the wallets of persons.

-- How a shop wants to be paid. Its row is locked while its payouts and debts are worked out, so it is made first.
-- party table
create table payout_plans (
  party_id uuid primary key,
  schedule text not null default 'daily' check (schedule in ('daily', 'weekly', 'asked')),
  -- 1 is Monday; only for 'weekly'.
  weekday integer check (weekday between 1 and 7),
  least_paisa bigint not null default 10000 check (least_paisa >= 10000),
  -- What always stays back against returns, set by the market.
  reserve_paisa bigint not null default 0 check (reserve_paisa >= 0),
  -- How much of new earnings goes to an old debt.
  debt_share_bp integer not null default 10000 check (debt_share_bp between 1000 and 10000),
  -- A wish to be paid now that no batch has answered yet.
  asked_at timestamptz,
  last_made_at timestamptz,
  changed_at timestamptz not null,
  changed_by uuid,
  check ((schedule = 'weekly') = (weekday is not null))
);

-- While one of these is open, a shop is not paid; with the market's party, nobody is.
-- party table
create table payout_stops (
  party_id uuid not null,
  stop_id uuid not null,
  cause text not null check (cause in ('not_me', 'takeover', 'returned', 'operator', 'books')),
  note text not null default '',
  made_by uuid,
  made_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  lifted_note text not null default '',
  primary key (party_id, stop_id)
);
create unique index payout_stops_open on payout_stops (party_id, cause) where lifted_at is null;

-- What a shop owes the market, by name: a refund or claw-back that came after the shop had been paid.
-- party table
create table shop_debts (
  party_id uuid not null,
  debt_id uuid not null,
  cause text not null,
  kind text not null check (kind in ('refund', 'claw_back', 'correction')),
  order_id uuid,
  note text not null default '',
  amount_paisa bigint not null check (amount_paisa > 0),
  repaid_paisa bigint not null default 0 check (repaid_paisa >= 0 and repaid_paisa <= amount_paisa),
  owed_at timestamptz not null,
  repaid_at timestamptz,
  primary key (party_id, debt_id),
  unique (party_id, cause)
);
create index shop_debts_open on shop_debts (party_id, owed_at) where repaid_at is null;

-- What was taken from earnings for a debt; the payout those earnings go into is smaller by it.
-- party table
create table debt_repayments (
  party_id uuid not null,
  repayment_id uuid not null,
  debt_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  holder text not null,
  payout_id uuid,
  repaid_at timestamptz not null,
  primary key (party_id, repayment_id),
  foreign key (party_id, debt_id) references shop_debts
);
create index debt_repayments_waiting on debt_repayments (party_id) where payout_id is null;

-- Days on which banks are closed, besides Saturday and Sunday. Days by the moon are added when they are announced.
-- reference table
create table bank_holidays (
  day text primary key check (day ~ '^\d{4}-\d{2}-\d{2}$'),
  name text not null
);
insert into bank_holidays (day, name)
select year || '-' || day, name
from generate_series(2025, 2030) as year,
  (values ('01-01', 'Bank holiday'), ('02-05', 'Kashmir Day'), ('03-23', 'Pakistan Day'), ('05-01', 'Labour Day'),
    ('05-28', 'Youm-e-Takbeer'), ('07-01', 'Bank holiday'), ('08-14', 'Independence Day'), ('11-09', 'Iqbal Day'),
    ('12-25', 'Quaid-e-Azam Day')) as fixed (day, name);

-- The rule of two people and the cap of debts in force from a day on; a rule is never edited.
-- reference table
create table payout_rules (
  rule_id uuid primary key,
  two_people_above_paisa bigint not null check (two_people_above_paisa >= 0),
  debt_cap_paisa bigint not null check (debt_cap_paisa >= 0),
  in_force_from timestamptz not null,
  added_by uuid
);
insert into payout_rules (rule_id, two_people_above_paisa, debt_cap_paisa, in_force_from)
  values ('00000000-0000-0000-0000-000000000001', 50000000, 5000000, '2020-01-01T00:00:00Z');

-- Who may hold what. A holder that is not here, or here with false, may not; 'rider' and 'bank' stand for all of them.
-- reference table
create table holders (
  holder text primary key,
  licence text not null check (licence in ('bank', 'emi', 'gateway', 'courier', 'rider', 'own')),
  -- Money owed back to a buyer may stay there until it is used or asked back.
  may_keep_refunds boolean not null,
  -- A buyer may put money in before there is an order: stored value, for licensed banks and EMIs only.
  may_take_top_ups boolean not null,
  may_pay_back boolean not null
);
insert into holders (holder, licence, may_keep_refunds, may_take_top_ups, may_pay_back)
values ('jazzcash', 'bank', true, true, true), ('easypaisa', 'bank', true, true, true),
  ('bank', 'bank', true, false, true), ('raast', 'bank', true, false, true),
  ('safepay', 'gateway', true, false, false), ('payfast', 'gateway', true, false, false),
  ('market', 'own', true, false, true), ('rider', 'rider', false, false, false),
  ('leopards', 'courier', false, false, false);

-- What a person may spend at a holder: money (refunds, top-ups) and credit (the market's goodwill, never cash).
-- party table
create table wallets (
  party_id uuid not null,
  holder text not null,
  money_paisa bigint not null default 0 check (money_paisa >= 0),
  credit_paisa bigint not null default 0 check (credit_paisa >= 0),
  primary key (party_id, holder)
);

-- party table
create table wallet_lines (
  party_id uuid not null,
  line_id uuid not null,
  holder text not null,
  kind text not null check (kind in ('refund', 'top_up', 'goodwill', 'spend', 'undone', 'ask_back', 'not_sent')),
  cause text not null,
  money_paisa bigint not null default 0,
  credit_paisa bigint not null default 0,
  written_at timestamptz not null,
  primary key (party_id, line_id),
  unique (party_id, cause),
  check (money_paisa <> 0 or credit_paisa <> 0)
);
create index wallet_lines_newest on wallet_lines (party_id, written_at);

-- What a payment took out of a wallet, and what of it came back: money first, credit only as credit.
-- party table
create table wallet_spends (
  party_id uuid not null,
  payment_id uuid not null,
  holder text not null,
  money_paisa bigint not null check (money_paisa >= 0),
  credit_paisa bigint not null check (credit_paisa >= 0),
  money_back_paisa bigint not null default 0,
  credit_back_paisa bigint not null default 0,
  spent_at timestamptz not null,
  primary key (party_id, payment_id),
  check (money_back_paisa between 0 and money_paisa and credit_back_paisa between 0 and credit_paisa)
);

-- Money of a wallet on its way back to the person. The account it goes to is sealed with the person's key.
-- party table
create table wallet_payouts (
  party_id uuid not null,
  wallet_payout_id uuid not null,
  holder text not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  sealed bytea not null,
  shown_tail text not null,
  state text not null check (state in ('asked', 'sent', 'returned')),
  receipt text not null default '',
  asked_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (party_id, wallet_payout_id)
);
create index wallet_payouts_open on wallet_payouts (asked_at) where state = 'asked';

alter table payout_details
  add column name_score integer,
  add column name_state text not null default 'fits' check (name_state in ('fits', 'ask', 'cleared')),
  add column name_checked_by uuid;

alter table payouts
  drop constraint payouts_state_check,
  add constraint payouts_state_check check (state in ('in_file', 'sent', 'failed', 'returned')),
  add column holder text,
  add column return_reason text not null default '';

alter table payout_batches
  add column value_date text,
  add column needs_check boolean not null default false,
  add column checked_by uuid,
  add column checked_at timestamptz,
  add column taken_count integer not null default 0,
  add column taken_at timestamptz;
