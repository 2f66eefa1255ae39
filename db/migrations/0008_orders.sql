-- A cart is its own party until its checkout; it belongs to whoever holds its cookie, then to a person.
-- party table
create table carts (
  party_id uuid primary key,
  person_id uuid,
  -- The checkout this cart will make; a new one is begun when it has been placed.
  checkout_id uuid not null,
  begun_at timestamptz not null,
  changed_at timestamptz not null
);

-- party table
create table cart_lines (
  party_id uuid not null references carts,
  variant_id uuid not null,
  shop_id uuid not null,
  listing_id uuid not null,
  quantity integer not null check (quantity between 1 and 999),
  price_seen_paisa bigint not null check (price_seen_paisa > 0),
  added_at timestamptz not null,
  primary key (party_id, variant_id)
);

-- The buyer's side of a purchase: one checkout makes one order a shop. party_id is the buyer's.
-- party table
create table checkouts (
  party_id uuid not null,
  checkout_id uuid not null,
  cart_id uuid not null,
  address_id uuid not null,
  city_id text not null,
  method text not null check (method in ('cod', 'prepaid')),
  language text not null default 'roman-ur',
  begun_at timestamptz not null,
  placed_at timestamptz,
  primary key (party_id, checkout_id)
);

-- The buyer's own list of orders, told by the shops' events. The order itself lives with the shop.
-- party table
create table buyer_orders (
  party_id uuid not null,
  order_id uuid not null,
  shop_id uuid not null,
  checkout_id uuid not null,
  number text not null,
  shop_name text not null,
  title text not null,
  photo_name text,
  photo_colour text,
  method text not null,
  state text not null,
  total_paisa bigint not null,
  placed_at timestamptz not null,
  moved_at timestamptz not null,
  primary key (party_id, order_id)
);
create index buyer_orders_by_time on buyer_orders (party_id, placed_at desc);
create index buyer_orders_of_checkout on buyer_orders (party_id, checkout_id);

-- One deal between one buyer and one shop. party_id is the shop's: everything that moves its money lives there.
-- party table
create table orders (
  party_id uuid not null,
  order_id uuid not null,
  -- What people say on the phone: seven letters and digits.
  number text not null,
  buyer_id uuid not null,
  checkout_id uuid not null,
  address_id uuid not null,
  city_id text not null,
  method text not null check (method in ('cod', 'prepaid')),
  state text not null check (state in ('awaiting_payment', 'placed', 'packed', 'shipped', 'at_door', 'inspecting',
    'delivered', 'completed', 'refused', 'returned', 'cancelled', 'expired')),
  items_paisa bigint not null check (items_paisa > 0),
  delivery_paisa bigint not null check (delivery_paisa >= 0),
  total_paisa bigint not null,
  commission_rule_id text not null,
  commission_paisa bigint not null check (commission_paisa >= 0 and commission_paisa < items_paisa),
  language text not null default 'roman-ur',
  placed_at timestamptz not null,
  moved_at timestamptz not null,
  -- When time itself takes the next step, and which one it is.
  due_at timestamptz,
  due_step text,
  warned_at timestamptz,
  primary key (party_id, order_id),
  unique (party_id, checkout_id),
  check (total_paisa = items_paisa + delivery_paisa),
  check ((due_at is null) = (due_step is null))
);
create index orders_by_id on orders (order_id);
create index orders_by_number on orders (number);
create index orders_of_shop on orders (party_id, placed_at desc);
create index orders_due on orders (due_at) where due_at is not null;
create index orders_stuck on orders (moved_at)
  where state not in ('completed', 'returned', 'cancelled', 'expired');

-- party table
create table order_lines (
  party_id uuid not null,
  order_id uuid not null,
  line smallint not null,
  variant_id uuid not null,
  listing_id uuid not null,
  title text not null,
  choices text not null default '',
  photo_name text,
  photo_colour text,
  quantity integer not null check (quantity > 0),
  unit_price_paisa bigint not null check (unit_price_paisa > 0),
  primary key (party_id, order_id, line),
  foreign key (party_id, order_id) references orders
);

-- The path of an order, step by step; nothing else may say where it has been.
-- party table
create table order_steps (
  party_id uuid not null,
  order_id uuid not null,
  step_number smallint not null,
  step text not null,
  from_state text not null,
  to_state text not null,
  taken_by uuid,
  taken_as text not null,
  note text not null default '',
  taken_at timestamptz not null,
  primary key (party_id, order_id, step_number),
  foreign key (party_id, order_id) references orders
);
