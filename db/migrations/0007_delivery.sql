-- What the way costs, by how far it is.
-- reference table
create table delivery_rates (
  distance text primary key check (distance in ('city', 'province', 'country')),
  fee_paisa bigint not null check (fee_paisa >= 0),
  fewest_days integer not null,
  most_days integer not null
);

-- party table
create table parcels (
  party_id uuid not null,
  parcel_id uuid not null,
  order_id uuid not null,
  buyer_id uuid not null,
  address_id uuid not null,
  from_city_id text not null,
  to_city_id text not null,
  carrier text not null,
  rider_id uuid,
  tracking text not null,
  label_code text not null,
  cod_paisa bigint not null check (cod_paisa >= 0),
  state text not null check (state in
    ('booked', 'picked_up', 'out', 'at_door', 'delivered', 'refused', 'returning', 'back', 'cancelled')),
  tries_count integer not null default 0,
  booked_at timestamptz not null,
  moved_at timestamptz not null,
  primary key (party_id, parcel_id),
  unique (party_id, order_id)
);
create index parcels_of_rider on parcels (rider_id, moved_at) where rider_id is not null;
create index parcels_waiting on parcels (to_city_id, booked_at) where rider_id is null and state = 'booked';
create index parcels_with_carrier on parcels (carrier, moved_at)
  where state not in ('delivered', 'back', 'cancelled');

-- The code on the label names one parcel.
-- claim table
create table label_claims (
  label_code text primary key,
  party_id uuid not null,
  parcel_id uuid not null
);

-- claim table
create table tracking_claims (
  carrier text not null,
  tracking text not null,
  party_id uuid not null,
  parcel_id uuid not null,
  primary key (carrier, tracking)
);

-- party table
create table parcel_scans (
  party_id uuid not null,
  parcel_id uuid not null,
  scan_id uuid not null,
  kind text not null,
  place text not null default '',
  note text not null default '',
  photo_name text,
  scanned_by uuid,
  -- The carrier's own id of the scan, so that one told twice is one.
  carrier_scan text,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (party_id, scan_id),
  foreign key (party_id, parcel_id) references parcels
);
create unique index parcel_scans_once on parcel_scans (party_id, parcel_id, carrier_scan)
  where carrier_scan is not null;
create index parcel_scans_of_parcel on parcel_scans (party_id, parcel_id, happened_at);

-- Cash a rider took at doors and has not handed in, by order. party_id is the shop's.
-- party table
create table rider_cash (
  party_id uuid not null,
  order_id uuid not null,
  rider_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  taken_at timestamptz not null,
  handed_in_at timestamptz,
  handed_in_to uuid,
  primary key (party_id, order_id)
);
create index rider_cash_open on rider_cash (rider_id) where handed_in_at is null;
