-- Which transaction recorded an event, so that every process can follow what others committed and miss nothing: what
-- was invisible to a snapshot has a number that is not below the snapshot's xmin. Rows from before are not followed.
alter table outbox add column tx_id xid8;
alter table outbox alter column tx_id set default pg_current_xact_id();

-- Only what changes an index of goods: orders are many and pay nothing for this. A test holds these names against those
-- that are followed.
create index outbox_followed on outbox (tx_id, event_id)
where name in (
  'shop.checked', 'shop.changed', 'shop.rested', 'shop.woken', 'listing.changed', 'listing.live', 'listing.blocked',
  'offers.changed', 'stock.turned', 'listings.changed', 'listings.sold', 'shop.standing_turned', 'search_rules.changed'
);
