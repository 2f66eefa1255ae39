-- What can be sold now, and for how much. Reserved is what placed orders have set aside and not yet sent.
-- party table
create table stock_levels (
  party_id uuid not null,
  variant_id uuid not null,
  listing_id uuid not null,
  price_paisa bigint not null check (price_paisa > 0),
  compare_at_paisa bigint check (compare_at_paisa > price_paisa),
  on_hand_count integer not null check (on_hand_count >= 0),
  reserved_count integer not null default 0 check (reserved_count >= 0),
  -- Everything that was ever put on the shelf, so that units sold can be checked against it.
  stocked_count bigint not null,
  changed_at timestamptz not null,
  primary key (party_id, variant_id),
  check (reserved_count <= on_hand_count)
);
create index stock_levels_of_listing on stock_levels (party_id, listing_id);

-- party table
create table price_history (
  party_id uuid not null,
  variant_id uuid not null,
  set_at timestamptz not null,
  price_paisa bigint not null check (price_paisa > 0),
  set_by uuid,
  primary key (party_id, variant_id, set_at)
);

-- party table
create table reservations (
  party_id uuid not null,
  order_id uuid not null,
  variant_id uuid not null,
  quantity integer not null check (quantity > 0),
  reserved_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('sent', 'returned')),
  primary key (party_id, order_id, variant_id),
  check ((ended_at is null) = (outcome is null))
);
create index reservations_live on reservations (party_id, variant_id) where ended_at is null;
