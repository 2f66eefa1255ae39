-- An order stands still, too, when its courier says that the parcel came and that it went back.
alter table orders drop constraint orders_frozen_for_check;
alter table orders add constraint orders_frozen_for_check
  check (frozen_for in ('shop_stopped', 'claim', 'rail', 'courier'));

-- What somebody disputes about an order: its buyer, in words, or its courier, by two scans that cannot both be true.
-- Free words stay here and are in no event. party_id is the shop's.
-- party table
create table order_disputes (
  party_id uuid not null,
  dispute_id uuid not null,
  order_id uuid not null,
  opened_by text not null check (opened_by in ('buyer', 'courier')),
  words text not null default '',
  first_scan text,
  first_scan_at timestamptz,
  second_scan text,
  second_scan_at timestamptz,
  opened_at timestamptz not null,
  ended_at timestamptz,
  -- The step or the answer that ended it.
  ended_how text not null default '',
  ended_words text not null default '',
  ended_by uuid,
  primary key (party_id, dispute_id),
  foreign key (party_id, order_id) references orders,
  check ((opened_by = 'courier') = (second_scan is not null)),
  check ((ended_at is null) = (ended_how = ''))
);
create unique index order_disputes_one_open on order_disputes (party_id, order_id, opened_by) where ended_at is null;
create index order_disputes_open on order_disputes (opened_at) where ended_at is null;

-- When its courier was asked last about a parcel that has arrived: more seldom than about others, and not for ever.
alter table parcels add column asked_at timestamptz;
create index parcels_arrived on parcels (carrier, moved_at)
  where state in ('delivered', 'back') and carrier <> 'riders';

-- Cash that was claimed of a courier and was never collected, because the parcel came home.
alter table courier_claims drop constraint courier_claims_state_check;
alter table courier_claims add constraint courier_claims_state_check
  check (state in ('open', 'sent', 'paid', 'void'));
alter table courier_claims drop constraint courier_claims_check;
alter table courier_claims add constraint courier_claims_check
  check ((ended_at is not null) = (state in ('paid', 'void')));

-- A line that cannot be booked waits for its next try, and a person reads why.
alter table remittance_lines add column failed_count integer not null default 0;
alter table remittance_lines add column trouble text not null default '';
alter table remittance_lines add column try_again_at timestamptz;
create index remittance_lines_troubled on remittance_lines (party_id, line_id)
  where state = 'waiting' and failed_count > 0;

-- What a courier may take off for a parcel besides the way, the handling and the taxes: insurance, the way home.
alter table courier_terms add column most_other_paisa bigint not null default 30000 check (most_other_paisa >= 0);
