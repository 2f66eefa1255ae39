-- The commission in force from a day on. A rule is never edited: a new version is added.
-- reference table
create table commission_rules (
  rule_id text primary key,
  category_id text references categories,
  basis_points integer not null check (basis_points between 0 and 5000),
  in_force_from timestamptz not null,
  added_by uuid,
  added_at timestamptz not null
);
insert into commission_rules (rule_id, category_id, basis_points, in_force_from, added_at)
  values ('standard-1', null, 500, '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z');

-- Money set aside for one order. Cash on delivery is promised at first and funded when the cash is in a hand.
-- party table
create table holds (
  party_id uuid not null,
  order_id uuid not null,
  method text not null check (method in ('cod', 'prepaid')),
  amount_paisa bigint not null check (amount_paisa > 0),
  -- Who holds the money in fact: a rail's licensed holder, a rider, a courier.
  holder text not null,
  -- The prepaid payment that funded it, to send money back by the same way.
  payment_id uuid,
  payment_reference text,
  rail text,
  state text not null check (state in ('promised', 'funded', 'released', 'refunded', 'void')),
  promised_at timestamptz not null,
  funded_at timestamptz,
  ended_at timestamptz,
  primary key (party_id, order_id)
);
create index holds_with_holder on holds (holder) where state in ('funded', 'released');

-- One attempt of a buyer to pay by a rail. party_id is the buyer's.
-- party table
create table payments (
  party_id uuid not null,
  payment_id uuid not null,
  checkout_id uuid not null,
  rail text not null,
  -- Our own reference at the provider, at most 20 letters and digits.
  reference text not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  currency text not null default 'PKR',
  -- What it pays for: [{shop_id, order_id, amount_paisa}], fixed when it was begun.
  orders jsonb not null,
  state text not null check (state in ('begun', 'pending', 'paid', 'failed', 'expired', 'refunding', 'refunded')),
  provider_id text,
  trouble text not null default '',
  begun_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  asked_at timestamptz,
  asked_count integer not null default 0,
  primary key (party_id, payment_id)
);
create index payments_of_checkout on payments (party_id, checkout_id);
create index payments_open on payments (begun_at) where state in ('begun', 'pending');

-- claim table
create table payment_references (
  reference text primary key,
  party_id uuid not null,
  payment_id uuid not null
);

-- One effect for each provider's transaction and kind, however often it is told.
-- claim table
create table provider_transactions (
  provider text not null,
  provider_id text not null,
  kind text not null check (kind in ('paid', 'refunded')),
  party_id uuid not null,
  payment_id uuid not null,
  amount_paisa bigint not null,
  seen_at timestamptz not null,
  primary key (provider, provider_id, kind)
);

-- What a provider said, as it said it, kept before it is read.
-- claim table
create table provider_notices (
  notice_id uuid primary key,
  provider text not null,
  body_hash bytea not null,
  body text not null,
  received_at timestamptz not null,
  told_count integer not null default 1,
  verdict text not null default 'unread',
  detail text not null default '',
  read_at timestamptz,
  unique (provider, body_hash)
);

-- Money owed back to a buyer, until the rail has sent it. party_id is the shop's, as for the hold it comes from.
-- party table
create table refunds (
  party_id uuid not null,
  refund_id uuid not null,
  order_id uuid not null,
  buyer_id uuid not null,
  -- What made it, once: the order that was undone, or a payment that came twice or too late.
  cause text not null,
  payment_id uuid,
  payment_reference text,
  rail text,
  holder text not null,
  reference text not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  state text not null check (state in ('owed', 'sent', 'stuck')),
  provider_id text,
  trouble text not null default '',
  owed_at timestamptz not null,
  sent_at timestamptz,
  tried_count integer not null default 0,
  primary key (party_id, refund_id),
  unique (party_id, cause)
);
create index refunds_owed on refunds (owed_at) where state <> 'sent';

-- What a shop earned from one order; it is paid out in at most one payout.
-- party table
create table earnings (
  party_id uuid not null,
  order_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  holder text not null,
  earned_at timestamptz not null,
  -- Set when the money is where a payout can be made from: at the rail's holder, or handed in by the rider.
  at_hand_at timestamptz,
  payout_id uuid,
  primary key (party_id, order_id)
);
create index earnings_unpaid on earnings (party_id) where payout_id is null;

-- Where a shop wants its money. The numbers are sealed with the owner's key.
-- party table
create table payout_details (
  party_id uuid not null,
  details_id uuid not null,
  owner_id uuid not null,
  kind text not null check (kind in ('bank', 'wallet')),
  sealed bytea not null,
  shown_tail text not null,
  set_at timestamptz not null,
  usable_from timestamptz not null,
  replaced_at timestamptz,
  primary key (party_id, details_id)
);

-- party table
create table payouts (
  party_id uuid not null,
  payout_id uuid not null,
  batch_id uuid not null,
  details_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  state text not null check (state in ('in_file', 'sent', 'failed')),
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (party_id, payout_id),
  foreign key (party_id, details_id) references payout_details
);
create index payouts_of_batch on payouts (batch_id);

-- A file of payouts. party_id is the market's.
-- party table
create table payout_batches (
  party_id uuid not null,
  batch_id uuid not null,
  state text not null check (state in ('made', 'sent')),
  made_by uuid,
  made_at timestamptz not null,
  sent_by uuid,
  sent_at timestamptz,
  primary key (party_id, batch_id)
);
