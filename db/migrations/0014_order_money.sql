-- What a buyer pays is the goods and the way, less a discount, and what is added for the rider. Who pays for the
-- discount is frozen with it: the shop (the price is lower) or the market (an expense of its own).
alter table orders add column discount_paisa bigint not null default 0 check (discount_paisa >= 0);
alter table orders add column discount_by text check (discount_by in ('shop', 'market'));
alter table orders add column voucher_code text;
alter table orders add column tip_paisa bigint not null default 0 check (tip_paisa >= 0);
-- Set while nobody may move its money: the shop is stopped, or the buyer says that something is wrong.
alter table orders add column frozen_at timestamptz;
alter table orders add column frozen_for text check (frozen_for in ('shop_stopped', 'claim'));
alter table orders drop constraint orders_check1;
alter table orders add constraint orders_total check
  (total_paisa = items_paisa + delivery_paisa + tip_paisa - discount_paisa and discount_paisa < items_paisa);
alter table orders add constraint orders_discount_by check ((discount_paisa = 0) = (discount_by is null));
alter table orders add constraint orders_frozen_for check ((frozen_at is null) = (frozen_for is null));
create index orders_frozen on orders (frozen_at) where frozen_at is not null;

-- What a buyer says beside the address, when a purchase is begun before it is placed.
alter table checkouts add column voucher_code text;
alter table checkouts add column tip_paisa bigint not null default 0 check (tip_paisa >= 0);

-- Lines that went back while the others were kept.
-- party table
create table order_backs (
  party_id uuid not null,
  order_id uuid not null,
  line smallint not null,
  quantity integer not null check (quantity > 0),
  paisa bigint not null check (paisa > 0),
  reason text not null,
  said_by uuid,
  said_at timestamptz not null,
  primary key (party_id, order_id, line),
  foreign key (party_id, order_id, line) references order_lines
);

-- Whose fault it was that goods went back, and what the way cost whom. buyer_id is there to count across shops.
-- party table
create table order_faults (
  party_id uuid not null,
  order_id uuid not null,
  buyer_id uuid not null,
  fault text not null check (fault in ('shop', 'buyer', 'carrier', 'market')),
  reason text not null,
  way_paisa bigint not null check (way_paisa >= 0),
  charged_paisa bigint not null check (charged_paisa between 0 and way_paisa),
  said_at timestamptz not null,
  primary key (party_id, order_id)
);
create index order_faults_of_buyer on order_faults (buyer_id, said_at) where fault = 'buyer';

-- How the money of an order was shared out, to the paisa, once. A refund afterwards has a row of its own.
-- party table
create table settlements (
  party_id uuid not null,
  order_id uuid not null,
  captured_paisa bigint not null check (captured_paisa > 0),
  discount_paisa bigint not null check (discount_paisa >= 0),
  back_paisa bigint not null check (back_paisa >= 0),
  earned_paisa bigint not null check (earned_paisa >= 0),
  commission_paisa bigint not null check (commission_paisa >= 0),
  delivery_paisa bigint not null check (delivery_paisa >= 0),
  tip_paisa bigint not null check (tip_paisa >= 0),
  income_tax_paisa bigint not null check (income_tax_paisa >= 0),
  sales_tax_paisa bigint not null check (sales_tax_paisa >= 0),
  settled_at timestamptz not null,
  primary key (party_id, order_id),
  check (captured_paisa + discount_paisa =
    back_paisa + earned_paisa + commission_paisa + delivery_paisa + tip_paisa + income_tax_paisa + sales_tax_paisa)
);

-- A hold can also end because the rail took the money back. A sale of a paisa may leave its shop nothing.
alter table holds drop constraint holds_state_check;
alter table holds add constraint holds_state_check check
  (state in ('promised', 'funded', 'released', 'refunded', 'void', 'reversed'));
alter table earnings drop constraint earnings_amount_paisa_check;
alter table earnings add constraint earnings_amount_paisa_check check (amount_paisa >= 0);
-- Earned for an order besides its sale: a claim that its carrier paid, a chargeback that was won. Its own order_id is
-- then an id of its own.
alter table earnings add column extra_of uuid;
alter table shop_debts drop constraint shop_debts_kind_check;
alter table shop_debts add constraint shop_debts_kind_check check
  (kind in ('refund', 'claw_back', 'correction', 'freight', 'chargeback'));

-- Money given back to a buyer after the sale was settled, and whose shares it came from.
-- party table
create table sale_refunds (
  party_id uuid not null,
  order_id uuid not null,
  refund_number smallint not null check (refund_number > 0),
  -- refund: we send it; chargeback: the rail took it.
  kind text not null check (kind in ('refund', 'chargeback')),
  paisa bigint not null check (paisa > 0),
  -- What it is for, and then whose it was.
  goods_paisa bigint not null check (goods_paisa >= 0),
  way_paisa bigint not null check (way_paisa >= 0),
  shop_paisa bigint not null check (shop_paisa >= 0),
  commission_paisa bigint not null check (commission_paisa >= 0),
  income_tax_paisa bigint not null check (income_tax_paisa >= 0),
  sales_tax_paisa bigint not null check (sales_tax_paisa >= 0),
  -- The market's discount on these goods, which is no expense any more.
  discount_paisa bigint not null check (discount_paisa >= 0),
  -- What the market gives of its own.
  market_paisa bigint not null check (market_paisa >= 0),
  made_by uuid,
  words text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  primary key (party_id, order_id, refund_number),
  check (paisa = goods_paisa + way_paisa),
  check (paisa + discount_paisa =
    shop_paisa + commission_paisa + income_tax_paisa + sales_tax_paisa + market_paisa)
);

-- Money that a rail took back from us: a bank's return, a chargeback. Who bears it while it is open, and when it is
-- lost.
-- party table
create table reversals (
  party_id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  paisa bigint not null check (paisa > 0),
  holder text not null,
  bearer text not null check (bearer in ('buyer', 'shop', 'market')),
  state text not null check (state in ('open', 'lost', 'won')),
  told_at timestamptz not null,
  ended_at timestamptz,
  primary key (party_id, order_id, payment_id)
);

-- Goods a carrier lost or broke: what it owes for them, and when it paid.
-- party table
create table carrier_claims (
  party_id uuid not null,
  order_id uuid not null,
  carrier text not null,
  paisa bigint not null check (paisa > 0),
  opened_at timestamptz not null,
  paid_at timestamptz,
  paid_by uuid,
  receipt text not null default '',
  primary key (party_id, order_id)
);
create index carrier_claims_open on carrier_claims (opened_at) where paid_at is null;

-- What buyers added for riders, until a rider has it in hand.
-- party table
create table tips (
  party_id uuid not null,
  order_id uuid not null,
  rider_id uuid not null,
  paisa bigint not null check (paisa > 0),
  earned_at timestamptz not null,
  paid_at timestamptz,
  paid_by uuid,
  receipt text not null default '',
  primary key (party_id, order_id)
);
create index tips_unpaid on tips (rider_id) where paid_at is null;

-- A code that takes something off. party_id is who pays for it: a shop, or the market.
-- party table
create table vouchers (
  party_id uuid not null,
  code text not null,
  basis_points integer check (basis_points between 1 and 9000),
  paisa bigint check (paisa > 0),
  -- The most one use may take off, for a share.
  most_paisa bigint check (most_paisa > 0),
  least_items_paisa bigint not null default 0 check (least_items_paisa >= 0),
  total_cap integer not null check (total_cap > 0),
  buyer_cap integer not null check (buyer_cap > 0),
  used_count integer not null default 0 check (used_count between 0 and total_cap),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  made_by uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (party_id, code),
  check ((basis_points is null) <> (paisa is null)),
  check (valid_to > valid_from)
);

-- A code is said by one payer only.
-- claim table
create table voucher_codes (
  code text primary key,
  party_id uuid not null
);

-- party table
create table voucher_uses (
  party_id uuid not null,
  code text not null,
  order_id uuid not null,
  buyer_id uuid not null,
  paisa bigint not null check (paisa > 0),
  used_at timestamptz not null,
  given_back_at timestamptz,
  primary key (party_id, code, order_id),
  foreign key (party_id, code) references vouchers
);
create index voucher_uses_of_buyer on voucher_uses (party_id, code, buyer_id) where given_back_at is null;

-- Taxes that whoever settles a sale withholds. A rule is never edited: it ends, and another begins.
-- reference table
create table tax_rules (
  rule_id text primary key,
  kind text not null check (kind in ('income', 'sales')),
  -- Whose duty it is: who settles the money as a payment intermediary, or who takes the cash at the door.
  agent_kind text not null check (agent_kind in ('intermediary', 'courier')),
  -- Of what it is taken: all that the buyer paid for goods and way, or the goods alone.
  base text not null check (base in ('gross', 'goods')),
  basis_points integer not null check (basis_points between 0 and 5000),
  -- final: nothing more is owed on this sale; adjustable: it counts towards the shop's own return.
  finality text not null check (finality in ('final', 'adjustable')),
  section text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  added_by uuid,
  added_at timestamptz not null,
  check (valid_to is null or valid_to > valid_from)
);
insert into tax_rules (rule_id, kind, agent_kind, base, basis_points, finality, section, valid_from, added_at) values
  ('income-intermediary-2025', 'income', 'intermediary', 'gross', 100, 'final', 's. 6A, 153(2A) ITO 2001',
    '2025-06-30T19:00:00Z', '2025-06-30T19:00:00Z'),
  ('income-courier-2025', 'income', 'courier', 'gross', 200, 'final', 's. 6A, 153(2A) ITO 2001',
    '2025-06-30T19:00:00Z', '2025-06-30T19:00:00Z'),
  ('sales-intermediary-2025', 'sales', 'intermediary', 'gross', 200, 'adjustable', '11th Schedule sr. 8, STA 1990',
    '2025-06-30T19:00:00Z', '2025-06-30T19:00:00Z'),
  ('sales-courier-2025', 'sales', 'courier', 'gross', 200, 'adjustable', '11th Schedule sr. 8, STA 1990',
    '2025-06-30T19:00:00Z', '2025-06-30T19:00:00Z');

-- Whether the market withholds at all, from when, under which number: one row a change, the newest in force.
-- reference table
create table tax_settings (
  in_force_from timestamptz primary key,
  is_on boolean not null,
  market_ntn text not null default '',
  added_by uuid,
  added_at timestamptz not null
);
insert into tax_settings (in_force_from, is_on, added_at)
  values ('2020-01-01T00:00:00Z', false, '2020-01-01T00:00:00Z');

-- What a shop is to the tax office: its number, and whether what it sells is exempt (export proceeds).
-- party table
create table tax_profiles (
  party_id uuid primary key,
  ntn text not null,
  strn text not null default '',
  is_exempt boolean not null default false,
  set_by uuid not null,
  set_at timestamptz not null
);

-- What was withheld of one sale, by which rule and by whom; a refund takes back its part with a line below zero.
-- party table
create table tax_lines (
  party_id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('income', 'sales')),
  line_number smallint not null,
  rule_id text not null references tax_rules,
  -- market when we withhold it ourselves, else who settles the money: a courier, a rail.
  agent text not null,
  base_paisa bigint not null,
  basis_points integer not null,
  paisa bigint not null,
  earned_at timestamptz not null,
  primary key (party_id, order_id, kind, line_number)
);
create index tax_lines_by_time on tax_lines (earned_at);
