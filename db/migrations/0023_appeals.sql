-- An order whose payer wants the money back from the bank stands still too.
alter table orders drop constraint orders_frozen_for_check;
alter table orders add constraint orders_frozen_for_check check (frozen_for in ('shop_stopped', 'claim', 'rail'));

-- What was earned is not paid out before this time: somebody may still ask for a second look at a decision.
alter table earnings add column held_until timestamptz;
-- Since when the payer wants it back from the bank; nothing is paid out until that has ended.
alter table earnings add column disputed_at timestamptz;
-- Why there is more than the sale: a carrier paid, a bank gave it back, a decision was turned. Null for older ones.
alter table earnings add column extra_why text check (extra_why in ('claim', 'won', 'appeal'));
alter table earnings add constraint earnings_extra_why check (extra_why is null or extra_of is not null);

-- A second look at an operator's decision: asked for once, by the buyer or by the shop.
-- party table
create table order_appeals (
  party_id uuid not null,
  order_id uuid not null,
  asked_by uuid not null,
  asked_as text not null check (asked_as in ('person', 'shop')),
  words text not null,
  asked_at timestamptz not null,
  answer text check (answer in ('stands', 'for_buyer', 'for_shop')),
  answer_words text not null default '',
  answered_by uuid,
  answered_at timestamptz,
  primary key (party_id, order_id),
  foreign key (party_id, order_id) references orders,
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create index order_appeals_open on order_appeals (asked_at) where answer is null;
