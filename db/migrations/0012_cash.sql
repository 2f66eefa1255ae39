-- What is agreed with a courier about cash, and how far it is trusted. Charges that are not agreed are not checked.
-- reference table
create table courier_terms (
  courier text primary key,
  -- The most cash of ours it may have, on its way and collected; null while nobody has set it.
  cap_paisa bigint check (cap_paisa > 0),
  -- From this day after delivery on, cash that has not come is claimed.
  claim_after_days integer not null default 8 check (claim_after_days between 1 and 90),
  -- It pays before it delivers, and takes the money back when the parcel comes home.
  pays_ahead boolean not null default false,
  most_shipment_paisa bigint check (most_shipment_paisa >= 0),
  handling_basis_points integer check (handling_basis_points between 0 and 5000),
  fuel_basis_points integer check (fuel_basis_points between 0 and 10000),
  gst_basis_points integer check (gst_basis_points between 0 and 5000),
  -- What a courier must keep back for the tax office from the cash it collects, of the whole sum.
  income_tax_basis_points integer not null default 200 check (income_tax_basis_points between 0 and 5000),
  sales_tax_basis_points integer not null default 200 check (sales_tax_basis_points between 0 and 5000),
  -- It gets no parcel any more: it does not pay, or is closing down.
  stopped_at timestamptz,
  stopped_why text not null default '',
  changed_by uuid,
  changed_at timestamptz not null
);
insert into courier_terms (courier, pays_ahead, changed_at)
  values ('leopards', false, '2020-01-01T00:00:00Z'), ('postex', true, '2020-01-01T00:00:00Z'),
    ('tcs', false, '2020-01-01T00:00:00Z');

-- A courier's file of what it pays, kept once by its content, whatever its name. party_id is the market's.
-- party table
create table remittance_files (
  party_id uuid not null,
  file_id uuid not null,
  courier text not null,
  file_name text not null,
  file_hash bytea not null,
  -- The total that the file itself says, when it says one.
  said_paisa bigint,
  imported_by uuid not null,
  imported_at timestamptz not null,
  primary key (party_id, file_id),
  unique (party_id, file_hash)
);
create index remittance_files_by_time on remittance_files (party_id, imported_at desc);

-- party table
create table remittance_lines (
  party_id uuid not null,
  line_id uuid not null,
  file_id uuid not null,
  courier text not null,
  row_number integer not null,
  -- The courier's own name for the line: its id, or the payment and the parcel. Empty when it could not be read.
  line_key text not null,
  tracking text not null default '',
  -- The figures as they were read, in paisa as text; names and phones of buyers are not kept.
  figures jsonb not null,
  net_paisa bigint not null default 0,
  state text not null check (state in ('waiting', 'booked', 'duplicate', 'bad')),
  verdict text not null default '',
  shop_id uuid,
  order_id uuid,
  due_paisa bigint,
  booked_at timestamptz,
  primary key (party_id, line_id),
  foreign key (party_id, file_id) references remittance_files
);
create unique index remittance_lines_once on remittance_lines (party_id, courier, line_key)
  where state in ('waiting', 'booked');
create index remittance_lines_of_file on remittance_lines (party_id, file_id, row_number);
create index remittance_lines_waiting on remittance_lines (party_id, line_id) where state = 'waiting';

-- A file that somebody looks at before it is booked, for a few days. party_id is the market's.
-- party table
create table remittance_drafts (
  party_id uuid not null,
  draft_id uuid not null,
  courier text not null,
  file_name text not null,
  bytes bytea not null,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (party_id, draft_id)
);

-- What does not add up between a courier and us, until somebody has settled it. party_id is the market's.
-- party table
create table cash_breaks (
  party_id uuid not null,
  break_id uuid not null,
  courier text not null,
  kind text not null check (kind in ('short', 'wrong_charge', 'over', 'unknown', 'undelivered')),
  line_id uuid not null,
  tracking text not null,
  shop_id uuid,
  order_id uuid,
  -- Above zero the courier owes us; below zero we have money that nobody can explain yet.
  amount_paisa bigint not null check (amount_paisa <> 0),
  open_paisa bigint not null,
  opened_at timestamptz not null,
  owner_id uuid,
  settled_at timestamptz,
  settled_by uuid,
  settled_how text not null default '',
  note text not null default '',
  primary key (party_id, break_id),
  check ((open_paisa = 0) = (settled_at is not null)),
  check (open_paisa between least(amount_paisa, 0) and greatest(amount_paisa, 0))
);
create index cash_breaks_open on cash_breaks (party_id, opened_at) where settled_at is null;
create index cash_breaks_of_parcel on cash_breaks (party_id, courier, tracking) where settled_at is null;

-- What a courier paid for a parcel before it delivered it. party_id is the market's.
-- party table
create table courier_advances (
  party_id uuid not null,
  courier text not null,
  tracking text not null,
  shop_id uuid not null,
  order_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  open_paisa bigint not null check (open_paisa >= 0),
  paid_at timestamptz not null,
  moved_at timestamptz not null,
  primary key (party_id, courier, tracking),
  check (open_paisa <= amount_paisa)
);

-- Cash that a courier has had for too long, demanded by name. party_id is the market's.
-- party table
create table courier_claims (
  party_id uuid not null,
  claim_id uuid not null,
  courier text not null,
  shop_id uuid not null,
  order_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  delivered_at timestamptz not null,
  state text not null check (state in ('open', 'sent', 'paid')),
  opened_at timestamptz not null,
  owner_id uuid,
  note text not null default '',
  ended_at timestamptz,
  primary key (party_id, claim_id),
  unique (party_id, shop_id, order_id),
  check ((ended_at is not null) = (state = 'paid'))
);
create index courier_claims_open on courier_claims (party_id, delivered_at) where ended_at is null;

-- Part of an order's money that came by a rail before the cash at the door. party_id is the shop's, as for the hold.
-- party table
create table hold_parts (
  party_id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  payment_reference text not null,
  rail text not null,
  holder text not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  paid_at timestamptz not null,
  primary key (party_id, order_id, payment_id),
  foreign key (party_id, order_id) references holds
);

-- Receipts that a rider's phone made while it had no net; each counts once. party_id is the shop's.
-- party table
create table cash_receipts (
  party_id uuid not null,
  receipt_id uuid not null,
  order_id uuid not null,
  rider_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  taken_at timestamptz not null,
  synced_at timestamptz not null,
  primary key (party_id, receipt_id),
  unique (party_id, order_id)
);

-- Who took an order's money at first, whoever has it now: it says whose duty a tax on it is.
alter table holds add column taken_by text;

-- Cash with riders and couriers, by how long they have had it.
create index holds_cash_with on holds (holder, funded_at)
  where method = 'cod' and state in ('funded', 'released', 'refunded');

-- A guard, not a rule of the business: what is to be collected at a door is on the label and in the courier's books.
create function refuse_new_cod() returns trigger language plpgsql as $$
begin
  raise exception 'the cash to collect for parcel % is fixed since it was dispatched', old.parcel_id
    using errcode = '42501';
end
$$;
create trigger parcels_cod_is_fixed before update of cod_paisa on parcels for each row
  when (old.cod_paisa is distinct from new.cod_paisa and (old.state <> 'booked' or
    (old.carrier <> 'riders' and old.tracking <> '')))
  execute function refuse_new_cod();
