-- A payment is one attempt by one rail; what may follow what stands in payments/attempt.ts.
alter table payments drop constraint payments_state_check;
alter table payments add constraint payments_state_check check (state in (
  'created', 'begun', 'pending', 'unknown', 'paid', 'part_refunded', 'refunded', 'failed', 'expired', 'disputed',
  'reversed'));

-- How it was begun: a form of the rail's own page, a prompt to wait for, something shown to pay by.
alter table payments add column begun_as text check (begun_as in ('form', 'wait', 'show'));
-- A prompt or a voucher is made once: a second tap finds the first. A form may be opened again.
alter table payments add column once boolean not null default false;
-- What is shown to pay by: {code, qr, pay_to}. It names nobody.
alter table payments add column shown jsonb;
-- The rail's last code.
alter table payments add column code text not null default '';
-- When the rail is asked next; null when nobody asks any more.
alter table payments add column ask_at timestamptz;
update payments set ask_at = coalesce(asked_at, begun_at) where state in ('begun', 'pending');

drop index payments_open;
create index payments_to_ask on payments (ask_at) where ask_at is not null;
create unique index payments_once on payments (party_id, checkout_id, rail)
  where once and state in ('created', 'begun', 'pending', 'unknown');

-- What of a payment went back to its payer, once for each refund. party_id is the buyer's, as for the payment.
-- party table
create table payment_returns (
  party_id uuid not null,
  refund_id uuid not null,
  payment_id uuid not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  returned_at timestamptz not null,
  primary key (party_id, refund_id)
);
create index payment_returns_of_payment on payment_returns (party_id, payment_id);
create index refunds_of_payment on refunds (payment_id) where payment_id is not null;

-- Notices came by POST only, and their address said nothing; now a GET is kept with what it asked.
alter table provider_notices add column method text not null default 'POST';
alter table provider_notices add column query text not null default '';
