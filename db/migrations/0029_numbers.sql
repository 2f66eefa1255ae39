-- The traders' own numbers. What happened is written down once an event; hours, goods, reasons and buyers are counted
-- from it, and can be counted again from nothing.

-- What the numbers are made of, one row an event. Ids and figures; no name, no number, no address.
-- party table
create table numbers_events (
  party_id uuid not null,
  event_id uuid not null,
  -- begun: placed, and waits for its money. ordered: the shop hears of it. off: called off after that.
  kind text not null check (kind in ('begun', 'ordered', 'kept', 'back', 'off')),
  happened_at timestamptz not null,
  order_id uuid not null,
  buyer_id uuid not null,
  city_id text not null,
  method text not null,
  -- The goods at the prices of the order: all of them, or those that were kept.
  paisa bigint not null,
  -- Why goods went back, in the words of orders; empty otherwise.
  reason text not null default '',
  -- [{listing_id, category_id, pieces, paisa, back}]: back are pieces that went back.
  lines jsonb not null,
  counted_at timestamptz,
  primary key (party_id, event_id)
);
create index numbers_events_waiting on numbers_events (party_id, event_id) where counted_at is null;
create index numbers_events_by_time on numbers_events (happened_at);

-- day and hour are those of the clock on the wall in Pakistan.
-- party table
create table numbers_hours (
  party_id uuid not null,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  begun_count integer not null,
  ordered_count integer not null,
  ordered_paisa bigint not null,
  kept_count integer not null,
  kept_paisa bigint not null,
  back_count integer not null,
  off_count integer not null,
  primary key (party_id, day, hour)
);

-- party table
create table numbers_goods (
  party_id uuid not null,
  day date not null,
  listing_id uuid not null,
  ordered_pieces integer not null,
  ordered_paisa bigint not null,
  kept_pieces integer not null,
  back_pieces integer not null,
  primary key (party_id, day, listing_id)
);

-- Why goods of a listing went back: orders, not pieces.
-- party table
create table numbers_reasons (
  party_id uuid not null,
  day date not null,
  listing_id uuid not null,
  reason text not null,
  back_count integer not null,
  primary key (party_id, day, listing_id, reason)
);

-- How often somebody bought. Only counts of them are ever shown.
-- party table
create table numbers_buyers (
  party_id uuid not null,
  buyer_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  ordered_count integer not null,
  primary key (party_id, buyer_id)
);

-- How often a page was opened and a thing put into a cart. Nobody is written down who did.
-- party table
create table numbers_looks (
  party_id uuid not null,
  day date not null,
  listing_id uuid not null,
  looked_count integer not null,
  carted_count integer not null,
  primary key (party_id, day, listing_id)
);

-- What like goods cost: each shop weighs the same, and none is told of fewer shops than the rules allow.
-- reference table
create table numbers_prices (
  category_id text not null,
  condition text not null,
  shop_count integer not null,
  listing_count integer not null,
  low_paisa bigint not null,
  middle_paisa bigint not null,
  high_paisa bigint not null,
  taken_at timestamptz not null,
  primary key (category_id, condition)
);

-- A shop that does not want its numbers by SMS in the evening.
-- party table
create table numbers_evenings (
  party_id uuid primary key,
  stopped_by uuid not null,
  stopped_at timestamptz not null
);
