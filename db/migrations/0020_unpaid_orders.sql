-- How many orders of one buyer keep goods from the shelf without money, or did lately.
create index orders_unpaid_of_buyer on orders (buyer_id, moved_at)
  where method = 'prepaid' and state in ('awaiting_payment', 'expired');
-- What operators look through: payments that disagree, and transfers by their time.
create index payments_troubled on payments (begun_at) where trouble <> '';
create index payments_by_transfer on payments (begun_at) where rail in ('bank', 'raast');
