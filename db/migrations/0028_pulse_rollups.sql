-- What the Pulse counts, kept up by the events of orders: so that nothing of it is counted again from the beginning.

-- Orders that moved since they were counted last. An order that moves twice waits once.
-- party table
create table pulse_waiting (
  party_id uuid not null,
  order_id uuid not null,
  moved_at timestamptz not null,
  primary key (party_id, order_id)
);
create index pulse_waiting_by_time on pulse_waiting (moved_at);

-- Every order line as it was counted last. What is taken out of a cell when its order moves is what stands here.
-- party table
create table pulse_sales (
  party_id uuid not null,
  order_id uuid not null,
  line smallint not null,
  buyer_id uuid not null,
  listing_id uuid not null,
  -- Day and hour on the clock of Pakistan.
  ordered_on date not null,
  ordered_hour smallint not null check (ordered_hour between 0 and 23),
  -- Days from the order to the door; null before.
  delivery_days smallint,
  quantity integer not null check (quantity > 0),
  value_paisa bigint not null check (value_paisa > 0),
  city_id text not null,
  category_id text not null,
  condition text not null,
  method text not null,
  outcome text not null check (outcome in ('placed', 'completed', 'cancelled', 'refused', 'returned')),
  -- The listing comes before the order: a listing that moves to another shelf finds its sales by the same key.
  primary key (party_id, listing_id, order_id, line)
);
-- Small at any size: rows come in the order of their days.
create index pulse_sales_by_day on pulse_sales using brin (ordered_on) with (pages_per_range = 32);

-- Sums of pulse_sales, a row for each day, city, kind of goods, way to pay and outcome that was met.
-- claim table
create table pulse_cells (
  day date not null,
  city_id text not null,
  category_id text not null,
  condition text not null,
  method text not null,
  outcome text not null,
  line_count bigint not null check (line_count >= 0),
  -- Orders whose first line lies here: so that orders of any cells add up to orders.
  order_count bigint not null check (order_count >= 0),
  unit_count bigint not null check (unit_count >= 0),
  value_paisa bigint not null check (value_paisa >= 0),
  primary key (day, city_id, category_id, condition, method, outcome)
);
create index pulse_cells_empty on pulse_cells (day) where line_count = 0;

-- Orders from before these tables are counted once the market is open.
insert into pulse_waiting (party_id, order_id, moved_at) select party_id, order_id, moved_at from orders;
